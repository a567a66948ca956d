import Observability
public import Threads

/// How often somebody looks for something in the database, and for how long.
public struct WatchPace: Sendable {
    /// The first pause between two looks; it doubles with each.
    public let first: Duration
    /// The longest pause: what nobody rings for is seen this late.
    public let longest: Duration
    /// After how long the watch ends without having found anything.
    public let limit: Duration

    /// A pace from its times.
    public init(first: Duration, longest: Duration, limit: Duration) {
        (self.first, self.longest, self.limit) = (first, longest, limit)
    }
}

extension Database {
    /// Looks until there is something to be found, or the pace's limit is over. True when something was found.
    ///
    /// For who waits for rows that any process may write. Between two looks the thread sleeps where it is, so that a look costs its one statement and
    /// no more: no task is woken, and no transaction is opened (each statement is one of its own). `bell` makes it look at once. `look` runs on a
    /// session, one after the other, and keeps between two looks what it likes in `state`.
    public func watch<State: Sendable>(
        _ state: State, pace: WatchPace, bell: Bell,
        _ look: @escaping @Sendable (borrowing Transaction, inout State) throws -> Bool
    ) async throws -> (state: State, found: Bool) {
        let wish = TransactionWish(scope: .none, options: .eachStatement)
        return try await self.perform(wish) { session in
            session.watch(wish, state, pace, bell, look)
        }
    }
}

extension Session {
    func watch<State>(
        _ wish: TransactionWish, _ start: State, _ pace: WatchPace, _ bell: Bell,
        _ look: (borrowing Transaction, inout State) throws -> Bool
    ) -> Result<(state: State, found: Bool), any Error> {
        let end = ContinuousClock.now + pace.limit
        var state = start
        var pause = pace.first
        while true {
            let outcome = self.attempt(wish) { transaction in try look(transaction, &state) }
            switch outcome {
            case .success(true): return .success((state, true))
            case .success(false): break
            case .failure(let error): return .failure(error)
            }
            let left = ContinuousClock.now.duration(to: end)
            if left <= .zero { return .success((state, false)) }
            // A ring since the last look is kept, and taken here.
            guard let listener = bell.listen({ [wake] in wake.signal() }) else { continue }
            wish.ticket.start(self.wake)
            if !wish.ticket.isCancelled { self.wake.wait(atMost: min(pause, left)) }
            bell.forget(listener)
            pause = min(pause * 2, pace.longest)
        }
    }
}
