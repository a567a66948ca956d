import Threads

/// Starts the postmaster and waits until it takes connections.
struct PostgresStart {
    private static let pause = Duration.milliseconds(20)

    let folder: PostgresFolder
    let programs: PostgresPrograms
    let settings: [String: String]
    let port: Int?
    /// How long the server of a process that was killed may take to go.
    let holderLimit: Duration

    func run() async throws(PostgresServerError) -> (ChildProcess, port: Int) {
        try await self.waitForHolder()
        var attempt = 1
        while true {
            let port = self.port ?? FreePort.next()
            do {
                return (try await self.attempt(port), port)
            } catch {
                guard attempt < PostgresServer.startAttempts, Self.passes(error) else { throw error }
            }
            attempt += 1
            try await Self.rest(.milliseconds(100))
        }
    }

    /// A server whose parent was killed is told so by the kernel and may still be on its way out.
    private func waitForHolder() async throws(PostgresServerError) {
        let clock = ContinuousClock()
        let deadline = clock.now + self.holderLimit
        while let holder = self.folder.holder() {
            guard clock.now < deadline else { throw .inUse(folder: self.folder.path, process: holder) }
            try await Self.rest(Self.pause)
        }
    }

    private func attempt(_ port: Int) async throws(PostgresServerError) -> ChildProcess {
        if Task.isCancelled { throw .cancelled }
        let command = self.command(port)
        let start = self.folder.logLength()
        let child: ChildProcess
        do { child = try await ChildProcess.start(command) } catch { throw .program(error) }
        do {
            try await self.waitUntilReady(child, port: port, logStart: start)
        } catch {
            await child.stop(.quit)
            throw error
        }
        return child
    }

    private func waitUntilReady(_ child: ChildProcess, port: Int, logStart: Int) async throws(PostgresServerError) {
        let clock = ContinuousClock()
        let deadline = clock.now + PostgresServer.startLimit
        let prober = Workers<Void>(name: "probe", count: 1, limit: 1) { _ in }
        while true {
            let isAnswered = await self.probe(port, on: prober)
            if let ending = child.ending { throw .ended(ending, log: self.folder.endOfLog(since: logStart)) }
            if isAnswered { break }
            guard clock.now < deadline else {
                throw .notReady(after: PostgresServer.startLimit, log: self.folder.endOfLog(since: logStart))
            }
            try await Self.rest(Self.pause)
        }
        await prober.stop()
    }

    /// On a thread of its own, since the probe blocks. The queue has one place and one user, so it refuses nothing.
    private func probe(_ port: Int, on prober: Workers<Void>) async -> Bool {
        do { return try await prober.run { PostgresProbe(port: port).isAnswered() } } catch { return false }
    }

    private func command(_ port: Int) -> Command {
        var all = self.settings
        all["listen_addresses"] = "127.0.0.1"
        all["port"] = String(port)
        all["unix_socket_directories"] = self.folder.socketFolder ?? ""
        all["logging_collector"] = "off"
        var command = Command(self.programs.path("postgres"), ["-D", self.folder.data])
        command.arguments += all.sorted { $0.key < $1.key }.flatMap { ["-c", "\($0.key)=\($0.value)"] }
        command.user = self.folder.user
        command.folder = self.folder.path
        command.environment = ["HOME": self.folder.path, "LC_ALL": "C.UTF-8"]
        command.output = .appended(to: self.folder.log)
        command.deathSignal = .quit
        return command
    }

    /// Whether the next attempt may succeed. PostgreSQL's words are in English: `lc-messages` is C.
    private static func passes(_ error: PostgresServerError) -> Bool {
        guard case .ended(_, let log) = error else { return false }
        return log.contains("Address already in use") || log.contains("is still in use") || log.contains("lock file")
    }

    private static func rest(_ duration: Duration) async throws(PostgresServerError) {
        do { try await Task.sleep(for: duration) } catch { throw .cancelled }
    }
}
