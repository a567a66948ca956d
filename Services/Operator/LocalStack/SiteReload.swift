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
        let former = Self.children(of: master)
        guard kill(master, SIGHUP) == 0 else {
            throw CommandFailure("nginx does not run: \(String(cString: strerror(errno))); its log: \(self.site.log)")
        }
        let deadline = clock.now.advanced(by: Self.limit)
        while true {
            let now = Self.children(of: master)
            if !now.isEmpty, now.isDisjoint(with: former) { return }
            guard clock.now < deadline else {
                throw CommandFailure("nginx goes on with its old files after \(Stage.seconds(Self.limit)); its log: \(self.site.log)")
            }
            try await clock.sleep(for: Self.pause)
        }
    }

    /// The processes that a process has started and that live (proc(5)).
    private static func children(of process: Int32) -> Set<Int32> {
        guard let file = fopen("/proc/\(process)/task/\(process)/children", "r") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let text = String(decoding: bytes[..<fread(&bytes, 1, bytes.count, file)], as: UTF8.self)
        return Set(text.split(separator: " ").compactMap { Int32($0) })
    }
}
