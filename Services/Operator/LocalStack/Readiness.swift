import Configuration
import Glibc
import Threads

/// Waits until servers say that they are ready.
struct Readiness: Sendable {
    /// How long a start may take on a busy machine.
    static let limit = Duration.seconds(120)
    /// How often it asks.
    static let pause = Duration.milliseconds(50)
    /// Whoever ends so often while starting has something wrong with it.
    static let endsLimit = 3

    let clock: any Clock<Duration>

    /// Waits for a part to answer; when it does not come, the failure has the end of its log.
    func wait(for keeper: Keeper, at probe: HealthProbe, until isReady: @escaping @Sendable (Int) -> Bool = { $0 == 200 }) async throws {
        let threads = Workers<Void>(name: "probe", count: 1, limit: 4) { _ in }
        let result: Result<Void, any Error>
        do {
            result = .success(try await self.wait(keeper, self.clock) { await probe.status(on: threads).map(isReady) ?? false })
        } catch {
            result = .failure(error)
        }
        await threads.stop()
        try result.get()
    }

    /// Waits for a part to write a file.
    func wait(for keeper: Keeper, toWrite path: String) async throws {
        try await self.wait(keeper, self.clock) { access(path, R_OK) == 0 }
    }

    private func wait(_ keeper: Keeper, _ clock: some Clock<Duration>, until isReady: () async -> Bool) async throws {
        let deadline = clock.now.advanced(by: Self.limit)
        let (part, endsBefore) = (keeper.part, keeper.ends)
        while await !isReady() {
            let tail = { "The end of \(part.log):\n\(LogTail(of: part.log).text)" }
            guard keeper.ends - endsBefore < Self.endsLimit else { throw CommandFailure("\(part.name) does not stay up. \(tail())") }
            guard clock.now < deadline else {
                throw CommandFailure("\(part.name) was not ready within \(Stage.seconds(Self.limit)). \(tail())")
            }
            try await clock.sleep(for: Self.pause)
        }
    }
}
