import Synchronization

/// Threads that each own one handle that blocks, behind one first-in-first-out queue.
///
/// The queue is the pool: a closure waits for the next free thread, runs there with that thread's handle, and its result comes back to the task.
/// The handle is made on its thread and never leaves it, so it need not be `Sendable`.
public final class Workers<Handle>: Sendable {
    /// What a thread does with its handle when nothing has come for a while.
    public struct Rest: Sendable {
        let after: Duration
        let body: @Sendable (Handle) -> Void

        /// `body` is called once, on the thread, after it has been idle so long.
        public init(after: Duration, _ body: @escaping @Sendable (Handle) -> Void) {
            self.after = after
            self.body = body
        }
    }

    private let queue: WorkQueue<Handle>

    /// A pool of `count` threads. At most `limit` closures wait at a time; the next one is refused.
    ///
    /// `handle` is called once on each thread, with the thread's number from 0. With `startsWhenNeeded` a thread begins only when a closure finds
    /// all others at work.
    public init(
        name: String, count: Int, limit: Int, startsWhenNeeded: Bool = false, rest: Rest? = nil,
        handle: @escaping @Sendable (Int) -> Handle
    ) {
        precondition(count > 0 && limit > 0, "a pool needs a thread and a place in its queue")
        self.queue = WorkQueue<Handle>(limit: limit, size: count) { queue, number in
            OSThread.start(name: count == 1 ? name : "\(name)-\(number)") {
                Self.serve(queue, handle(number), rest)
            }
        }
        if !startsWhenNeeded { self.queue.startAll() }
    }

    /// What each thread does until the queue is closed and empty.
    private static func serve(_ queue: WorkQueue<Handle>, _ handle: Handle, _ rest: Rest?) {
        let seat = Semaphore()
        var limit = rest?.after
        while true {
            switch queue.next(at: seat, atMost: limit) {
            case .work(let work):
                limit = rest?.after
                work(handle)
            case .rest:
                limit = nil
                rest?.body(handle)
            case .end: return
            }
        }
    }

    deinit {
        self.queue.close()
    }

    /// How many closures wait for a thread.
    public var waiting: Int { self.queue.count }
    /// How many threads wait for a closure.
    var idleThreads: Int { self.queue.idleCount }

    /// Runs a closure on the next free thread and gives back what it returns.
    ///
    /// When the task is cancelled while the closure waits, it returns at once and the closure is never run; one that has begun takes its course.
    public func run<Result>(_ work: sending @escaping (Handle) -> sending Result) async throws(WorkersError) -> sending Result {
        let work = Handover(work)
        let turn = Turn<Outcome<Result>>()
        let outcome: Outcome<Result> = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                guard turn.await(continuation) else { return continuation.resume(returning: .refused(.cancelled)) }
                let refusal = self.queue.put { handle in
                    guard let continuation = turn.take() else { return }
                    continuation.resume(returning: .done(work.take()(handle)))
                }
                if let refusal { turn.take()?.resume(returning: .refused(refusal)) }
            }
        } onCancel: {
            turn.cancel()?.resume(returning: .refused(.cancelled))
        }
        switch outcome {
        case .done(let result): return result
        case .refused(let refusal): throw refusal
        }
    }

    /// Takes no more; what waits is still done. Returns when every thread has ended and its handle is gone, however often it is called.
    public func stop() async {
        self.queue.close()
        let threads = self.queue.threads
        await withUnsafeContinuation { continuation in
            OSThread.start(name: "join") {
                for thread in threads { thread.join() }
                continuation.resume()
            }
        }
    }

    private enum Outcome<Result> {
        case done(Result)
        case refused(WorkersError)
    }
}

/// Why a closure was not run.
public enum WorkersError: Error, Sendable, Equatable {
    /// The pool has been stopped.
    case stopped
    /// As many closures wait as may wait.
    case full(limit: Int)
    /// The task was cancelled before the closure's turn came.
    case cancelled
}

/// Who waits for a closure's turn: whoever takes the continuation resumes it, and nobody else.
private final class Turn<Outcome>: Sendable {
    private struct State: @unchecked Sendable {  // a continuation may be resumed from any thread, once
        var continuation: UnsafeContinuation<Outcome, Never>?
        var isCancelled = false
    }

    private let state = Mutex(State())

    /// False when the task has been cancelled already.
    func await(_ continuation: UnsafeContinuation<Outcome, Never>) -> Bool {
        self.state.withLock { state in
            if !state.isCancelled { state.continuation = continuation }
            return !state.isCancelled
        }
    }

    func take() -> UnsafeContinuation<Outcome, Never>? {
        self.state.withLock { state in
            defer { state.continuation = nil }
            return state.continuation
        }
    }

    func cancel() -> UnsafeContinuation<Outcome, Never>? {
        self.state.withLock { $0.isCancelled = true }
        return self.take()
    }
}

/// Carries one value that is not `Sendable` from one thread to another, once.
final class Handover<Value>: @unchecked Sendable {  // the queue's lock orders put before take, and take happens once
    private var value: Value?

    init(_ value: sending Value) {
        self.value = value
    }

    func take() -> Value {
        guard let value = self.value else { preconditionFailure("taken twice") }
        self.value = nil
        return value
    }
}
