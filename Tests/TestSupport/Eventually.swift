/// Something did not come true in time.
public struct NeverCameTrue: Error, CustomStringConvertible {
    /// What was waited for.
    public let what: String
    /// For how long.
    public let limit: Duration

    /// One sentence.
    public var description: String { "\(self.what) did not come true within \(self.limit)" }
}

/// Waits until something is true, looking every two milliseconds; throws when the time is up.
///
/// The one place where a test sleeps: what it waits for happens in another thread or process and cannot be awaited. (A loop over
/// `Task.yield()` would keep Swift's two threads busy, and what it waits for from running.)
public func eventually(
    _ what: String, within limit: Duration = .seconds(120), _ condition: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    while try await !condition() {
        guard clock.now < deadline else { throw NeverCameTrue(what: what, limit: limit) }
        try await clock.sleep(for: .milliseconds(2))
    }
}
