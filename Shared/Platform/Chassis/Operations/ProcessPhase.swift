import ServiceLifecycle
import Synchronization

/// Where a process stands between its start and its end. It is the last service of its group, so that it is the first to hear of the end.
final class ProcessPhase: Service {
    enum Value: Int { case starting, running, stopping }

    private let state = Mutex(Value.starting)

    var value: Value { self.state.withLock { $0 } }

    func run() async throws {
        self.state.withLock { $0 = .running }
        defer { self.state.withLock { $0 = .stopping } }
        do { try await gracefulShutdown() } catch is CancellationError {}
    }

    /// Not ready before the start is done and from the moment that the end has begun, so that a proxy sends requests elsewhere.
    var check: HealthCheck {
        HealthCheck("process") {
            switch self.value {
            case .starting: "the process is starting"
            case .running: nil
            case .stopping: "the process is stopping"
            }
        }
    }
}
