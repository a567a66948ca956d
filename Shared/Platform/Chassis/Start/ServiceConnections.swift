public import CloudEvents
import Configuration
public import Messaging
import Observability
public import Postgres
public import ServiceLifecycle
import Threads

/// How one process of a service reaches its database and the log: a pool for each login, as the mode needs them.
public struct ServiceConnections: Sendable {
    /// Answers requests, as `<service>_http`; nil in a process that only carries events.
    public let requests: Database?
    /// Applies events and works off what waits, as `<service>_events`; nil in a process that only answers requests.
    public let events: Database?
    /// Where a test kills or stops the process.
    public let failpoints: Failpoints
    private let relay: Database?
    private let member: Database?
    private let bell: Bell
    private let schema: ServiceSchema
    private let keys: EventKeys
    private let settings: MessagingSettings
    private let environment: ServiceEnvironment

    /// Connections to a service's schema, with so many sessions for requests and for events.
    public init(
        to schema: ServiceSchema, standard: StandardKeys, events keys: EventKeys, environment: ServiceEnvironment,
        requestSessions: Int = 8, eventSessions: Int = 4
    ) throws {
        let configuration = environment.configuration
        let settings = try keys.settings(from: configuration, schemaBase: "\(environment.origin)/\(schema.name)/api/v1/schemas/")
        let bell = Bell()
        func database(_ settings: DatabaseSettings, _ key: ConfigurationKey<Secret?>, _ bell: Bell?) throws -> Database {
            guard let address = configuration[key]?.text else {
                throw CommandFailure(
                    "\(key.declaration.flag) is needed with --run \(environment.mode.rawValue): \(key.declaration.help)",
                    exitCode: Command.ExitCode.misused.number)
            }
            let metrics = DatabaseMetrics(environment.registry, database: settings.name)
            return Database(settings, bell: bell ?? Bell(), metrics: metrics, logger: environment.logger) { address }
        }
        let (name, mode) = (schema.name, environment.mode)
        self.requests =
            mode.answersRequests
            ? try database(settings.database("\(name)-http", schema: name, size: requestSessions), standard.database, bell) : nil
        self.events =
            mode.appliesEvents
            ? try database(settings.database("\(name)-events", schema: name, size: eventSessions), keys.database, bell) : nil
        self.relay =
            mode.appliesEvents ? try database(settings.relayDatabase("\(name)-relay", schema: name), keys.database, nil) : nil
        self.member =
            mode.appliesEvents
            ? try database(settings.database("\(name)-member", schema: name, size: 1), keys.database, nil) : nil
        self.failpoints = try Failpoints(configuration[keys.failpoints], logger: environment.logger)
        (self.bell, self.schema, self.keys, self.settings, self.environment) = (bell, schema, keys, settings, environment)
    }

    /// The pools, for `ServiceParts`.
    public var foundations: [any Service] { [self.requests, self.events, self.relay, self.member].compactMap { $0 } }

    /// The pool that says whether this process can work.
    public var main: Database {
        guard let database = self.requests ?? self.events else { preconditionFailure("every mode has a pool") }
        return database
    }

    /// All that this process does with events: its relay and its projections, by name; nil when it only answers requests.
    public func group(member id: UUIDValue, reading consumers: KeyValuePairs<String, [any Reaction]>) throws -> MessagingGroup? {
        guard let events, let relay, let member else { return nil }
        let environment = self.environment
        return MessagingGroup(
            MessagingGroup.Parts(
                service: self.schema.name, topics: try self.schema.topics, database: events, relayDatabase: relay, memberDatabase: member,
                bell: self.bell, logs: try self.keys.logs(of: environment, client: "cairn-\(self.schema.name)"), settings: self.settings,
                failpoints: self.failpoints, metrics: MessagingMetrics(environment.registry), logger: environment.logger),
            member: id, consumers: consumers)
    }
}
