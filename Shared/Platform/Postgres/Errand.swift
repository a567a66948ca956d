import Observability

/// Carries a closure to a session's thread, and its result back.
///
/// Neither need be `Sendable`: the caller gives the closure away, the thread gives the result away, and between the two stands the queue.
final class Errand<R>: @unchecked Sendable {  // the queue orders every access: made, run once, taken once
    private let trace = TraceContext.current
    private var body: ((Session) -> Result<R, any Error>)?
    private var outcome: Result<R, any Error>?

    init(_ body: sending @escaping (Session) -> Result<R, any Error>) {
        self.body = body
    }

    func run(on session: Session) {
        guard let body = self.body else { preconditionFailure("run twice") }
        self.body = nil  // what it captured goes here, on the thread that used it
        guard let trace else {
            self.outcome = body(session)
            return
        }
        TraceContext.$current.withValue(trace) { self.outcome = body(session) }
    }

    func take() throws -> sending R {
        guard let outcome = self.outcome else { preconditionFailure("taken before it was run") }
        self.outcome = nil
        nonisolated(unsafe) let result = try outcome.get()  // the only reference: `run` made it, this took it
        return result
    }
}
