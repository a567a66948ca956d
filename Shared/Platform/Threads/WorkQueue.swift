import Synchronization

/// Closures in the order they came, for whichever thread is free.
final class WorkQueue<Handle>: Sendable {
    typealias Work = @Sendable (Handle) -> Void

    private struct State {
        var work: [Work?] = []
        var head = 0
        var closed = false

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
    private let filled = Semaphore()
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    var count: Int { self.state.withLock { $0.count } }

    /// Nil when the closure was taken.
    func put(_ work: @escaping Work) -> WorkersError? {
        let refusal = self.state.withLock { state -> WorkersError? in
            if state.closed { return .stopped }
            if state.count >= self.limit { return .full(limit: self.limit) }
            state.work.append(work)
            return nil
        }
        if refusal == nil { self.filled.signal() }
        return refusal
    }

    /// Waits for the next closure. Nil when the queue is closed and empty: the thread may end.
    func next() -> Work? {
        self.filled.wait()
        let (work, ended) = self.state.withLock { state in
            let work = state.pop()
            return (work, work == nil && state.closed)
        }
        if ended { self.filled.signal() }  // one signal closes; each thread that ends wakes the next
        return work
    }

    func close() {
        let wasOpen = self.state.withLock { state in
            defer { state.closed = true }
            return !state.closed
        }
        if wasOpen { self.filled.signal() }
    }
}
