import Configuration
import ServiceLifecycle
import Threads

extension LocalStack {
    /// How long a rolling restart takes.
    static let restartTime = Duration.seconds(15)

    /// Stays until it is asked to stop, and replaces its processes whenever that is asked for.
    func stay(restarting restart: RollingRestart) async throws {
        try await self.unlessStopped {
            var done = RestartRecord()
            for await _ in self.restarts {
                done.count += 1
                do {
                    try await self.stage("a rolling restart of \(self.processes.count) processes", Self.restartTime) {
                        try await restart.replace(self.processes)
                    }
                    done.problem = nil
                } catch let error as CommandFailure {
                    // What runs goes on; whoever asked is told.
                    self.terminal.printError("The rolling restart broke off: \(error)")
                    done.problem = "\(error)"
                }
                try done.write(to: self.folder)
            }
        }
    }
}
