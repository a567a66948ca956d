public import CloudEvents
public import Observability
public import Postgres
public import ServiceLifecycle
public import Threads

/// All that one process of a service does with events: its heartbeat, its relay, its consumers.
public struct MessagingGroup: Service {
    /// What relay and consumers say of themselves.
    public let health: MessagingHealth
    private let member: Member
    private let services: [any Service]

    /// What every part of a group is made of.
    public struct Parts: Sendable {
        /// The service's name, which is its schema's.
        public let service: String
        /// All topics of the suite.
        public let topics: [TopicDeclaration]
        /// The pool that reactions run on. Its bell wakes the relay.
        public let database: Database
        /// One session, for the relay alone.
        public let relayDatabase: Database
        /// One session, for the heartbeat alone: behind slow reactions it would come too late.
        public let memberDatabase: Database
        /// Rung when a transaction of this process has published something.
        public let bell: Bell
        /// Where the log is.
        public let logs: LogWatch
        /// How long and how much.
        public let settings: MessagingSettings
        /// What a test has planned.
        public let failpoints: Failpoints
        /// What is counted.
        public let metrics: MessagingMetrics
        /// Where it is said.
        public let logger: Logger

        /// The parts, from whoever wires a process.
        public init(
            service: String, topics: [TopicDeclaration], database: Database, relayDatabase: Database, memberDatabase: Database, bell: Bell,
            logs: LogWatch,
            settings: MessagingSettings, failpoints: Failpoints, metrics: MessagingMetrics, logger: Logger
        ) {
            self.service = service
            self.topics = topics
            self.database = database
            self.relayDatabase = relayDatabase
            self.memberDatabase = memberDatabase
            self.bell = bell
            self.logs = logs
            self.settings = settings
            self.failpoints = failpoints
            self.metrics = metrics
            self.logger = logger
        }
    }

    /// A group whose member has this id (chosen at random) and which runs these projections: by name, with their reactions.
    public init(_ parts: Parts, member id: UUIDValue, consumers: KeyValuePairs<String, [any Reaction]>) {
        let health = MessagingHealth()
        let member = Member(id: id, database: parts.memberDatabase, settings: parts.settings, logger: parts.logger)
        let clients = LogClientPool(
            group: parts.settings.topicPrefix + (consumers.first?.key ?? parts.service), metrics: parts.metrics,
            logger: parts.logger.labelled("log"))
        let relay = Relay(
            service: parts.service, topics: parts.topics, member: member, database: parts.relayDatabase, bell: parts.bell, logs: parts.logs,
            clients: clients, settings: parts.settings, failpoints: parts.failpoints, health: health, metrics: parts.metrics,
            logger: parts.logger)
        let readers = consumers.map { name, reactions in
            Consumer(
                name, reactions: reactions, member: member, database: parts.database, logs: parts.logs, clients: clients,
                settings: parts.settings, failpoints: parts.failpoints, health: health, metrics: parts.metrics, logger: parts.logger)
        }
        self.health = health
        self.member = member
        self.services = [parts.logs, member, relay] + readers
    }

    /// Publishes and applies until it is told to stop.
    public func run() async throws {
        let isMember = try await cancelWhenGracefulShutdown {
            try await self.member.join()
            return true
        }
        if isMember != nil { try await ServiceGroup(self.services).run() }
    }
}
