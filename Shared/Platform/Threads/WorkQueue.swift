import Synchronization

/// Closures in the order they came, for whichever thread is free: of several that are, the one that worked last, so that the others stay at rest.
final class WorkQueue<Handle>: Sendable {
    typealias Work = @Sendable (Handle) -> Void

    /// What a thread is to do next.
    enum Turn {
        case work(Work)
        /// Nothing came for as long as was asked.
        case rest
        /// The queue is closed and empty.
        case end
    }

    private struct State {
        var work: [Work?] = []
        var head = 0
        var closed = false
        /// Where the threads wait that have nothing to do; the last one has waited for the shortest time.
        var idle: [Semaphore] = []
        var threads: [OSThread] = []

        var count: Int { self.work.count - self.head }

        mutating func pop() -> Work? {
            guard self.head < self.work.count else { return nil }
            let next = self.work[self.head]
            self.work[self.head] = nil
            self.head += 1
            if self.head == self.work.count {
                self.work.removeAll(keepingCapacity: true)
                self.head = 0
            } else if self.head >= 1_024, self.head * 2 > self.work.count {  // a queue that is never empty must not grow without end
                self.work.removeFirst(self.head)
                self.head = 0
            }
            return next
        }
    }

    private let state = Mutex(State())
    private let limit: Int
    private let size: Int
    private let start: @Sendable (WorkQueue, Int) -> OSThread

    /// A queue for so many threads. `start` starts one of them, by its number.
    init(limit: Int, size: Int, start: @escaping @Sendable (WorkQueue, Int) -> OSThread) {
        self.limit = limit
        self.size = size
        self.start = start
    }

    var count: Int { self.state.withLock { $0.count } }
    var idleCount: Int { self.state.withLock { $0.idle.count } }
    /// The threads that have been started.
    var threads: [OSThread] { self.state.withLock { $0.threads } }

    /// Starts all threads that have not been started yet.
    func startAll() {
        self.state.withLock { state in
            while state.threads.count < self.size { state.threads.append(self.start(self, state.threads.count)) }
        }
    }

    /// Nil when the closure was taken. When all threads are at work, and there may be another, it is started.
    func put(_ work: @escaping Work) -> WorkersError? {
        let (refusal, sleeper) = self.state.withLock { state -> (WorkersError?, Semaphore?) in
            if state.closed { return (.stopped, nil) }
            if state.count >= self.limit { return (.full(limit: self.limit), nil) }
            state.work.append(work)
            if let sleeper = state.idle.popLast() { return (nil, sleeper) }
            if state.threads.count < self.size { state.threads.append(self.start(self, state.threads.count)) }
            return (nil, nil)
        }
        sleeper?.signal()
        return refusal
    }

    /// Waits for the next closure, at `seat`, which is the calling thread's own; for no longer than `limit`, if there is one.
    func next(at seat: Semaphore, atMost limit: Duration?) -> Turn {
        while true {
            let turn = self.state.withLock { state -> Turn? in
                if let work = state.pop() { return .work(work) }
                if state.closed { return .end }
                state.idle.append(seat)
                return nil
            }
            if let turn { return turn }
            guard let limit, !seat.wait(atMost: limit) else {
                if limit == nil { seat.wait() }
                continue
            }
            let wasIdle = self.state.withLock { state in
                guard let index = state.idle.firstIndex(where: { $0 === seat }) else { return false }
                state.idle.remove(at: index)
                return true
            }
            if wasIdle { return .rest }
            seat.wait()  // it was chosen just now, and the signal is on its way
        }
    }

    func close() {
        let sleepers = self.state.withLock { state in
            state.closed = true
            defer { state.idle = [] }
            return state.idle
        }
        for sleeper in sleepers { sleeper.signal() }
    }
}
