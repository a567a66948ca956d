import Configuration
import LocalServers
import ServiceLifecycle
import Synchronization

/// A whole installation on this machine: starts part after part, does the story, stays until it is asked to stop, and stops in reverse.
final class LocalStack: Service {
    let folder: StackFolder
    let ports: StackPorts
    let programs: SuitePrograms
    let services: [SuiteService]
    let secrets: StackSecrets
    let broker: StackBroker
    /// The folder of the story that it tells once it runs; nil for none.
    let demo: DemoFolder?
    /// Whether it stops after the story.
    let isOnce: Bool
    let terminal: Terminal
    let clock: any Clock<Duration>
    private let outcome = Mutex(true)

    init(
        folder: StackFolder, ports: StackPorts, programs: SuitePrograms, services: [SuiteService], secrets: StackSecrets,
        broker: StackBroker,
        demo: DemoFolder?, isOnce: Bool, terminal: Terminal, clock: any Clock<Duration> = ContinuousClock()
    ) {
        (self.folder, self.ports, self.programs, self.services) = (folder, ports, programs, services)
        (self.secrets, self.broker, self.demo) = (secrets, broker, demo)
        (self.isOnce, self.terminal, self.clock) = (isOnce, terminal, clock)
    }

    /// Whether every line of the story held.
    var storyHolds: Bool { self.outcome.withLock { $0 } }

    /// Starts all of it, and returns when it has stopped.
    func run() async throws {
        do {
            try await self.withPostgres { postgres in
                let description = try StackDescription(
                    url: self.ports.url, services: self.services, postgres: postgres, passwords: self.secrets.passwords)
                try await self.migrate(postgres, description)
                try await self.withBroker { brokers in
                    try await self.withServices(brokers) { issuer in
                        try await self.withSite { try await self.serve(description, renewing: issuer) }
                    }
                }
            }
        } catch is StackStopped {
            // It was asked to stop while it started: what had been started has been ended.
        }
        self.terminal.print("All has stopped.")
    }

    private func withPostgres(_ body: @Sendable (PostgresServer) async throws -> Void) async throws {
        let path = self.folder.postgres
        let postgres = try await self.stage("PostgreSQL", .seconds(2)) {
            try await PostgresServer.start(in: path, settings: ["shared_buffers": "64MB", "max_connections": "200"])
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

    private func withServices(_ brokers: String?, _ body: @Sendable (_ issuer: Keeper?) async throws -> Void) async throws {
        let settings = ServiceSettings(
            folder: self.folder, ports: self.ports, log: self.broker.environment(brokers: brokers, file: self.folder.broker),
            colleges: self.demo.map { ["\($0.college.number)=\($0.college.name)"] } ?? [])
        let parts = try self.services.map { service in
            let command = try self.programs.command(service.program, [], environment: settings.environment(of: service))
            // What is in flight has its own time to end, and then the relay and the pools.
            return ProgramPart(service.name, command, log: self.folder.log(of: service.name), within: .seconds(10))
        }
        for part in parts { try await part.start() }
        try await self.keeping(parts) { keepers in
            try await self.stage("services: \(self.services.map(\.name).joined(separator: ", "))", .seconds(6)) {
                let readiness = Readiness(clock: self.clock)
                for (service, keeper) in zip(self.services, keepers) {
                    let probe = HealthProbe(port: self.ports.operations(of: service), path: "/health/ready")
                    try await readiness.wait(for: keeper, at: probe)
                }
            }
            try await body(keepers.first { $0.part.name == "issuer" })
        }
    }

    private func withSite(_ body: @Sendable () async throws -> Void) async throws {
        let site = try StackSite(folder: self.folder, ports: self.ports).prepare()
        try await site.start()
        try await self.keeping([site]) { keepers in
            try await self.stage("the site", .seconds(1)) {
                for keeper in keepers {
                    let probe = HealthProbe(port: self.ports.site, path: "/verifier/api/v1/issuers")
                    try await Readiness(clock: self.clock).wait(for: keeper, at: probe) { $0 < 500 }
                }
            }
            try await body()
        }
    }

    /// Does the story, tells where everything is, and stays.
    private func serve(_ description: StackDescription, renewing issuer: Keeper?) async throws {
        try description.write(to: self.folder)
        var told: StoryOutcome?
        if let demo {
            told = try await self.tell(demo, description, renewing: issuer)
            let holds = told?.holds ?? false
            self.outcome.withLock { $0 = holds }
        }
        self.terminal.print("")
        if !self.isOnce { self.terminal.print("Cairn runs at \(self.ports.url)   (logs: \(self.folder.logs); Ctrl-C ends it)") }
        for line in told.map({ StoryTable(outcome: $0).text }) ?? [] { self.terminal.print(line) }
        if !self.isOnce { try await gracefulShutdown() }
    }
}
