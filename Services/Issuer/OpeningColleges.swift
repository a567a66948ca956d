import Events
import Observability
import Postgres
import ServiceLifecycle

/// Opens the colleges of the settings when the process starts, and then stays until it is told to stop.
struct OpeningColleges: Service {
    /// How long it waits for a database that is away.
    static let pause = Duration.seconds(1)

    let opening: OpeningCollege
    let colleges: [(id: CollegeID, name: String)]
    let logger: Logger

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { for (id, name) in self.colleges { try await self.open(id, name) } }
            try await gracefulShutdown()
        } catch is CancellationError {}  // that is how it ends
    }

    private func open(_ id: CollegeID, _ name: String) async throws {
        while true {
            do {
                if try await self.opening.open(id, name: name) { self.logger.info("college opened", metadata: ["college": "\(id)"]) }
                return
            } catch let error as PostgresError where error.isInfrastructure {
                self.logger.warning("a college waits for the database", metadata: ["college": "\(id)", "error": "\(error)"])
                try await Task.sleep(for: Self.pause)
            }
        }
    }
}
