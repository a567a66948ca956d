import Kafka
import ServiceLifecycle

/// Gives memory back to the system once in a while: a burst of work, such as a replayed log, must not stay resident for ever.
struct RestingMemory: Service {
    static let interval = Duration.seconds(60)

    var clock: any Clock<Duration> = ContinuousClock()

    func run() async throws {
        _ = try await cancelWhenGracefulShutdown {
            while true {
                try await self.clock.sleep(for: Self.interval)
                ClientMemory.trim()
            }
        }
    }
}
