public import Configuration
import Glibc
import HTTP
import Kafka
public import Observability
import ServiceLifecycle

/// The program of one service: it reads its settings, starts its parts in order, and stops them in reverse at SIGTERM or SIGINT.
public struct ServiceProgram: Sendable {
    /// What asks it to stop: SIGTERM, and SIGINT from a keyboard.
    public static var stopSignals: [Int32] { [SIGTERM, SIGINT] }

    /// The settings that every service has.
    public let keys: StandardKeys
    private let name: String
    private let summary: String
    private let discussion: String
    private let schema: ServiceSchema?
    private let options: [any DeclaredKey]
    private let signals: [Int32]
    private let log: any LogHandler
    private let build: @Sendable (ServiceEnvironment) async throws -> ServiceParts

    /// A service by the name of its binary, with what it is for, its schema, and its own settings beside the standard ones.
    public init(
        _ name: String, summary: String, discussion: String, schema: ServiceSchema? = nil, keys: StandardKeys,
        options: [any DeclaredKey] = [],
        signals: [Int32] = Self.stopSignals, log: any LogHandler,
        build: @escaping @Sendable (ServiceEnvironment) async throws -> ServiceParts
    ) {
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.schema = schema
        self.keys = keys
        self.options = options
        self.signals = signals
        self.log = log
        self.build = build
    }

    /// The command that runs it, for a `Program`.
    public var command: Command {
        Command(
            self.name, summary: self.summary, discussion: self.discussion, options: self.keys.all + self.options,
            examples: [
                .init("\(self.name) --run http --http-port 0", "Answers requests at a free port."),
                .init("\(self.name) --config /etc/cairn/\(self.name).yaml", "Takes its settings from a file."),
            ],
            subcommands: self.schema.map { [MigrateCommand(schema: $0, program: self.name, keys: self.keys).command] } ?? []
        ) { invocation in
            try await self.run(invocation.configuration)
            return Command.ExitCode.done.number
        }
    }

    private func run(_ configuration: Configuration) async throws {
        ClientMemory.shareArenas()
        let logger = Logger(label: self.name, level: configuration[self.keys.logLevel], handler: self.log)
        let environment = ServiceEnvironment(
            configuration: configuration, mode: configuration[self.keys.run], logger: logger, registry: MetricsRegistry(),
            keys: try KeySetFile.read(configuration[self.keys.tokenKeys]), publicURL: configuration[self.keys.publicURL],
            isDemo: configuration[self.keys.demo], tokenIssuer: configuration[self.keys.tokenIssuer])
        let parts = try await self.build(environment)
        let phase = ProcessPhase()
        let operations = OperationsRoutes(live: parts.live, ready: [phase.check] + parts.ready, registry: environment.registry)
        let operationsLogger = logger.labelled("\(self.name).operations")
        var services: [any Service] = [
            HTTPServer(
                configuration: .init(host: configuration[self.keys.operationsHost], port: configuration[self.keys.operationsPort]),
                logger: operationsLogger, responder: operations.responder(logger: operationsLogger))
        ]
        services.append(RestingMemory())
        services += parts.foundations
        if environment.mode.appliesEvents { services += parts.events }
        let drainTime = configuration[self.keys.drainTime]
        if environment.mode.answersRequests {
            var limits = HTTPServerConfiguration(host: configuration[self.keys.host], port: configuration[self.keys.port])
            limits.drainTime = drainTime
            services.append(HTTPServer(configuration: limits, logger: logger.labelled("\(self.name).http"), responder: parts.responder))
        }
        services.append(phase)
        // What drains in its own time must not be cut before it is up.
        let group = ServiceGroup(services, gracefulShutdownSignals: self.signals, grace: drainTime + .seconds(5))
        logger.info("starting", metadata: ["mode": environment.mode.rawValue])
        try await group.run()
        logger.info("stopped")
    }
}
