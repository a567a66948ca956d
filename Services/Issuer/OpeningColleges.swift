import Events
import Observability
import ServiceLifecycle

/// Opens the colleges of the settings when the process starts, and then stays until it is told to stop.
struct OpeningColleges: Service {
    let opening: OpeningCollege
    let colleges: [(id: CollegeID, name: String)]
    let logger: Logger

    func run() async throws {
        for (id, name) in self.colleges where try await self.opening.open(id, name: name) {
            self.logger.info("college opened", metadata: ["college": "\(id)"])
        }
        do { try await gracefulShutdown() } catch is CancellationError {}
    }
}
