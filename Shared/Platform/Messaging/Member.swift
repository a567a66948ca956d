public import CloudEvents
import Glibc
public import Observability
public import Postgres
public import ServiceLifecycle

/// This process among those of its service: a row that says that it lives.
///
/// Liveness comes from heartbeats and safety from epochs: a process that is taken for dead though it lives costs a fenced transaction, never a
/// wrong one. On a graceful stop the row goes, so that others take over at once.
public struct Member: Service {
    /// Its name in the leases.
    public let id: UUIDValue
    private let database: Database
    private let settings: MessagingSettings
    private let logger: Logger

    /// A member that is not yet in the table; its id is the caller's to choose at random.
    public init(id: UUIDValue, database: Database, settings: MessagingSettings, logger: Logger) {
        self.id = id
        self.database = database
        self.settings = settings
        self.logger = logger.labelled("member")
    }

    /// Writes the first heartbeat, as soon as the database answers; nothing may be claimed before. Removes who has been dead for long.
    public func join() async throws {
        while true {
            do {
                try await self.beat()
                try await self.database.transaction(with: .eachStatement) { transaction in
                    try transaction.execute("DELETE FROM member WHERE seen_at < clock_timestamp() - interval '1 day'")
                }
                return
            } catch let error as PostgresError where error.isInfrastructure {
                self.logger.warning("the database does not answer yet", metadata: ["error": "\(error)"])
                try await Task.sleep(for: self.settings.backOff.lowerBound)
            }
        }
    }

    /// Writes heartbeats until it is told to stop.
    public func run() async throws {
        try await self.join()
        _ = try await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: self.settings.heartbeat)
                do {
                    try await self.beat()
                } catch let error as PostgresError {
                    // Others may take over meanwhile; the epochs keep that safe.
                    self.logger.warning("heartbeat failed", metadata: ["error": "\(error)"])
                }
            }
        }
        await self.leave()
    }

    /// Goes, and frees all that it holds.
    public func leave() async {
        let id = self.id
        do {
            try await self.database.transaction { transaction in try transaction.execute("DELETE FROM member WHERE id = \(id)") }
        } catch {
            self.logger.warning("the row stays until it counts as dead", metadata: ["error": SliceApplication.sentence(error)])
        }
    }

    private func beat() async throws {
        let (id, host, process) = (self.id, Self.hostName(), Int32(getpid()))
        try await self.database.transaction(with: .eachStatement) { transaction in
            try transaction.execute(
                """
                INSERT INTO member (id, host, process) VALUES (\(id), \(host), \(process))
                ON CONFLICT (id) DO UPDATE SET seen_at = clock_timestamp()
                """)
        }
    }

    private static func hostName() -> String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "unknown" }
        return name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "unknown" }
    }
}
