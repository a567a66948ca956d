import Configuration
import Glibc
import LocalServers
import ServiceLifecycle
import Synchronization
import Threads

/// A whole installation on this machine: starts part after part, does the story, stays until it is asked to stop, and stops in reverse.
final class LocalStack: Service {
    let folder: StackFolder
    let ports: StackPorts
    let programs: SuitePrograms
    let services: [SuiteService]
    /// What runs of them.
    let processes: [ServiceProcess]
    let secrets: StackSecrets
    let broker: StackBroker
    /// What makes the programs; nil when they are there.
    let build: StackBuild?
    /// The folder of the story that it tells once it runs; nil for none.
    let demo: DemoFolder?
    /// Whether it stops after the story.
    let isOnce: Bool
    let terminal: Terminal
    let clock: any Clock<Duration>
    /// A rolling restart is asked for by this signal, from the first moment on.
    let restarts = UnixSignals([SIGUSR1])
    private let outcome = Mutex(true)

    init(
        folder: StackFolder, ports: StackPorts, programs: SuitePrograms, services: [SuiteService], processes: [ServiceProcess],
        secrets: StackSecrets, broker: StackBroker, build: StackBuild?, demo: DemoFolder?, isOnce: Bool, terminal: Terminal,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        (self.folder, self.ports, self.programs, self.services) = (folder, ports, programs, services)
        (self.processes, self.secrets, self.broker, self.build, self.demo) = (processes, secrets, broker, build, demo)
        (self.isOnce, self.terminal, self.clock) = (isOnce, terminal, clock)
    }

    /// Whether every line of the story held.
    var storyHolds: Bool { self.outcome.withLock { $0 } }

    /// Starts all of it, and returns when it has stopped.
    func run() async throws {
        do {
            // PostgreSQL and the broker start while the programs are built.
            try await self.withBuild { built in
                try await self.withPostgres { postgres in
                    try await self.withBroker { brokers in
                        try await built()
                        let description = try self.description(of: postgres)
                        try await self.migrate(postgres, description)
                        try await self.withServices(brokers) { keepers in
                            try await self.withSite(keepers) { try await self.serve(description, restarting: $0) }
                        }
                    }
                }
            }
        } catch is StackStopped {
            // It was asked to stop while it started: what had been started has been ended.
        }
        self.terminal.print("All has stopped.")
    }

    private func description(of postgres: PostgresServer) throws -> StackDescription {
        try StackDescription(url: self.ports.url, services: self.services, postgres: postgres, passwords: self.secrets.passwords)
    }

    /// Begins the build, if there is one; the closure is given what waits for its end.
    private func withBuild(_ body: (_ built: @Sendable () async throws -> Void) async throws -> Void) async throws {
        guard let build else { return try await body { try self.programs.require(self.services) } }
        try await build.running(in: self.folder) { child in
            try await body {
                try await self.stage("the services' programs", build.expected, progress: { build.progress(in: self.folder) }) {
                    try await build.wait(for: child, in: self.folder)
                }
                try self.programs.require(self.services)
            }
        }
    }

    private func withPostgres(_ body: @Sendable (PostgresServer) async throws -> Void) async throws {
        // Four for requests and as many for events are usual, and some for commands.
        let (path, connections) = (self.folder.postgres, String(100 + 20 * self.processes.count))
        let postgres = try await self.stage("PostgreSQL", .seconds(2)) {
            try await PostgresServer.start(in: path, settings: ["shared_buffers": "64MB", "max_connections": connections])
        }
        try await self.keeping([postgres]) { try await body(postgres) }
    }

    private func migrate(_ postgres: PostgresServer, _ description: StackDescription) async throws {
        try await self.stage("schemas", .seconds(3)) {
            try await postgres.makeSuiteDatabase()
            let applied = Mutex(0)
            try await MigratingSuite(
                programs: self.programs, services: self.services, passwords: self.secrets.passwords, ownerAddress: description.ownerAddress,
                tell: { news in
                    switch news {
                    case .applied: applied.withLock { $0 += 1 }
                    case .wrong(let line): self.terminal.printError(line)
                    case .madeRole, .upToDate: break
                    }
                }
            ).run()
            let paths = StackSecrets.Paths(folder: self.folder)
            for login in self.services.flatMap(\.logins) {
                try PrivateFile.write(
                    StackDescription.address(of: login, postgres, self.secrets.passwords) + "\n", to: paths.address(of: login))
            }
            self.terminal.print("   \(applied.withLock { $0 }) migrations applied")
        }
    }

    private func withBroker(_ body: @Sendable (_ brokers: String?) async throws -> Void) async throws {
        let (name, expected) = self.broker.stage
        let (part, brokers) = try await self.stage(name, expected) {
            try await self.broker.start(in: self.folder, programs: self.programs, terminal: self.terminal)
        }
        try await self.keeping([part].compactMap { $0 }) { keepers in
            // Services look for it once in a while only: it must be there before they are.
            if brokers == nil, let keeper = keepers.first {
                try await self.unlessStopped { try await Readiness(clock: self.clock).wait(for: keeper, toWrite: self.folder.broker) }
            }
            try await body(brokers)
        }
    }

    private func withServices(_ brokers: String?, _ body: @Sendable (_ keepers: [ServiceProcess: Keeper]) async throws -> Void) async throws
    {
        let settings = ServiceSettings(
            folder: self.folder, ports: self.ports, log: self.broker.environment(brokers: brokers, file: self.folder.broker),
            colleges: self.demo.map { ["\($0.college.number)=\($0.college.name)"] } ?? [])
        let parts = try self.processes.map { process in
            let command = try self.programs.command(process.service.program, [], environment: settings.environment(of: process))
            // What is in flight has its own time to end, and then the relay and the pools.
            return ProgramPart(process.name, command, log: self.folder.log(of: process.name), within: .seconds(10))
        }
        for part in parts { try await part.start() }
        try await self.keeping(parts) { keepers in
            let running = Dictionary(uniqueKeysWithValues: zip(self.processes, keepers))
            try await self.stage("services: \(self.services.map(\.name).joined(separator: ", "))", .seconds(6)) {
                for (process, keeper) in running {
                    let probe = HealthProbe(port: self.ports.operations(of: process), path: "/health/ready")
                    try await Readiness(clock: self.clock).wait(for: keeper, at: probe)
                }
            }
            try await body(running)
        }
    }

    private func withSite(_ running: [ServiceProcess: Keeper], _ body: @Sendable (RollingRestart) async throws -> Void) async throws {
        let site = StackSite(folder: self.folder, ports: self.ports)
        let part = try site.prepare(for: self.processes)
        try await part.start()
        try await self.keeping([part]) { keepers in
            try await self.stage("the site", .seconds(1)) {
                for keeper in keepers {
                    let probe = HealthProbe(port: self.ports.site, path: "/verifier/api/v1/issuers")
                    try await Readiness(clock: self.clock).wait(for: keeper, at: probe) { $0 < 500 }
                }
            }
            let reload = SiteReload(site: part, clock: self.clock)
            try await body(
                RollingRestart(
                    site: site, reload: reload, ports: self.ports, readiness: Readiness(clock: self.clock), running: running))
        }
    }

    /// Does the story, tells where everything is, and stays.
    private func serve(_ description: StackDescription, restarting restart: RollingRestart) async throws {
        try description.write(to: self.folder)
        var told: StoryOutcome?
        if let demo {
            told = try await self.tell(demo, description, restarting: restart)
            let holds = told?.holds ?? false
            self.outcome.withLock { $0 = holds }
        }
        self.terminal.print("")
        if !self.isOnce { self.terminal.print("Cairn runs at \(self.ports.url)   (logs: \(self.folder.logs); Ctrl-C ends it)") }
        for line in told.map({ StoryTable(outcome: $0).text }) ?? [] { self.terminal.print(line) }
        if !self.isOnce { try await self.stay(restarting: restart) }
    }
}
