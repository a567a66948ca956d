import Configuration
import Glibc

/// Lets nginx read its files anew, and waits until nobody works by the old ones.
struct SiteReload: Sendable {
    /// Longer than the `worker_shutdown_timeout` of nginx.conf, after which nginx itself ends the workers of the old files.
    static let limit = Duration.seconds(70)
    static let pause = Duration.milliseconds(10)

    let site: ProgramPart
    let clock: any Clock<Duration>

    /// Returns when each request that the old workers had taken has been answered.
    func run() async throws { try await self.run(self.clock) }

    private func run(_ clock: some Clock<Duration>) async throws {
        guard let master = self.site.process else { preconditionFailure("a site is started before it is reloaded") }
        let former = Descendants.children(of: master)
        guard kill(master, SIGHUP) == 0 else {
            throw CommandFailure("nginx does not run: \(String(cString: strerror(errno))); its log: \(self.site.log)")
        }
        let deadline = clock.now.advanced(by: Self.limit)
        while true {
            let now = Descendants.children(of: master)
            if !now.isEmpty, now.isDisjoint(with: former) { return }
            guard clock.now < deadline else {
                throw CommandFailure("nginx goes on with its old files after \(Stage.seconds(Self.limit)); its log: \(self.site.log)")
            }
            try await clock.sleep(for: Self.pause)
        }
    }
}
