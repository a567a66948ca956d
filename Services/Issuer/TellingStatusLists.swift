import Events
import Messaging
import Observability
import Postgres
import ServiceLifecycle

/// Tells the suite of status lists whose changes came too fast to be told one by one.
struct TellingStatusLists: Service {
    /// The shortest time between two events of one list: a list is 16 kB, and thousands of credentials may be taken back at once.
    static let pace = Duration.seconds(1)
    /// How often it looks for lists that wait.
    static let interval = Duration.milliseconds(500)

    let database: Database
    let site: Site
    let logger: Logger
    let now: @Sendable () -> WallTime

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    do { try await self.tell() } catch let error as PostgresError where error.isInfrastructure {
                        self.logger.warning("status lists wait for the database", metadata: ["error": "\(error)"])
                    }
                    try await Task.sleep(for: Self.interval)
                }
            }
        } catch is CancellationError {}  // that is how it ends
    }

    /// Tells of every list that waits and was not told of within the pace.
    func tell() async throws {
        let colleges = try await self.database.transaction(with: .eachStatement) { tx in try tx.collegesWithUntoldStatusLists() }
        for id in colleges {
            let (time, site) = (self.now(), self.site)
            try await self.database.transaction(as: .events(of: [id])) { tx in
                guard let issuer = try tx.issuer(of: id) else { return }
                let lists = try tx.tellStatusLists(of: id, notToldSince: time + (.zero - Self.pace), at: time)
                try tx.publish(lists.map { $0.event(issuer: issuer, site: site) })
            }
        }
    }
}
