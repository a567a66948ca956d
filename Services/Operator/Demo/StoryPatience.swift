/// How long a story waits for what comes by itself, and how often it looks.
struct StoryPatience: Sendable {
    /// How long the wallets may take to fill and the certificates to stack.
    var settling = Duration.seconds(180)
    /// How long nothing may change before that counts as the end, where nobody says how many there will be.
    var quiet = Duration.seconds(5)
    /// How long a ranking may take to know of everybody.
    var ranking = Duration.seconds(60)
    /// How long a revocation may take to be seen everywhere. That is promised, however busy the machine is.
    var revocation = Duration.seconds(10)
    /// How often it looks.
    var pause = Duration.milliseconds(100)
}

/// What came of waiting.
struct Awaited<Value: Sendable>: Sendable {
    let value: Value
    /// Whether it came before patience was over.
    let isReached: Bool
    let time: Duration
}

extension Clock where Duration == Swift.Duration {
    /// Looks again and again until what is seen is what is waited for, or patience is over.
    func wait<Value: Sendable>(
        atMost limit: Duration, every pause: Duration, for look: @Sendable () async throws -> Value,
        until isReached: (Value, _ elapsed: Duration) -> Bool
    ) async throws -> Awaited<Value> {
        let began = self.now
        while true {
            let value = try await look()
            let elapsed = began.duration(to: self.now)
            if isReached(value, elapsed) { return Awaited(value: value, isReached: true, time: elapsed) }
            guard elapsed < limit else { return Awaited(value: value, isReached: false, time: elapsed) }
            try await self.sleep(for: pause)
        }
    }
}
