public import Messaging
public import Postgres

/// One thing that a process says of itself.
///
/// Whether Kafka is up is never among them: a service issues and answers without it, and a restart would not bring it back.
public struct HealthCheck: Sendable {
    /// What is looked at.
    public let name: String
    private let look: @Sendable () async -> String?

    /// A check by its name; `look` says what is wrong, or nil when nothing is.
    public init(_ name: String, look: @escaping @Sendable () async -> String?) {
        self.name = name
        self.look = look
    }

    /// What was found.
    func finding() async -> HealthFinding { HealthFinding(name: self.name, trouble: await self.look()) }

    /// Whether PostgreSQL answers within a time. One that hangs counts as one that is away.
    public static func database(
        _ database: Database, within limit: Duration = .seconds(1), clock: any Clock<Duration> = ContinuousClock()
    ) -> HealthCheck {
        HealthCheck("database") {
            do {
                return try await withThrowingTaskGroup(of: String?.self) { group in
                    group.addTask {
                        try await database.transaction(with: TransactionOptions(isReadOnly: true, deadline: limit)) { transaction in
                            _ = try transaction.query("SELECT 1")
                        }
                        return nil
                    }
                    group.addTask {
                        try await clock.sleep(for: limit)
                        return "PostgreSQL did not answer within \(limit)"
                    }
                    defer { group.cancelAll() }
                    return try await group.next() ?? nil
                }
            } catch {
                return "PostgreSQL cannot be reached: \(error)"
            }
        }
    }

    /// Whether events are applied: false when the process has been behind and has applied none for so long.
    public static func progress(of health: MessagingHealth, within limit: Duration = .seconds(60)) -> HealthCheck {
        HealthCheck("events") {
            health.isLive(after: limit) ? nil : "events wait, and none has been applied for \(limit)"
        }
    }
}

/// What a check found.
struct HealthFinding: Sendable, Hashable {
    let name: String
    /// Nil when nothing is wrong.
    let trouble: String?
}
