import Synchronization

/// Threads that each own one handle that blocks, behind one first-in-first-out queue.
///
/// The queue is the pool: a closure waits for the next free thread, runs there with that thread's handle, and its result comes back to the task.
/// The handle is made on its thread and never leaves it, so it need not be `Sendable`.
public final class Workers<Handle>: Sendable {
    private let queue: WorkQueue<Handle>
    private let threads: [OSThread]

    /// Starts `count` threads. At most `limit` closures wait at a time; the next one is refused.
    ///
    /// `handle` is called once on each thread, with the thread's number from 0.
    public init(name: String, count: Int, limit: Int, handle: @escaping @Sendable (Int) -> Handle) {
        precondition(count > 0 && limit > 0, "a pool needs a thread and a place in its queue")
        let queue = WorkQueue<Handle>(limit: limit)
        self.queue = queue
        self.threads = (0..<count).map { number in
            OSThread.start(name: count == 1 ? name : "\(name)-\(number)") {
                let handle = handle(number)
                while let work = queue.next() { work(handle) }
            }
        }
    }

    deinit {
        self.queue.close()
    }

    /// How many closures wait for a thread.
    public var waiting: Int { self.queue.count }

    /// Runs a closure on the next free thread and gives back what it returns.
    public func run<Result>(_ work: sending @escaping (Handle) -> sending Result) async throws(WorkersError) -> sending Result {
        let work = Handover(work)
        let outcome: Outcome<Result> = await withUnsafeContinuation { continuation in
            let refusal = self.queue.put { handle in continuation.resume(returning: .done(work.take()(handle))) }
            if let refusal { continuation.resume(returning: .refused(refusal)) }
        }
        switch outcome {
        case .done(let result): return result
        case .refused(let refusal): throw refusal
        }
    }

    /// Takes no more; what waits is still done. Returns when every thread has ended and its handle is gone, however often it is called.
    public func stop() async {
        self.queue.close()
        let threads = self.threads
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
