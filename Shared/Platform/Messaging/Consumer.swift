import CloudEvents
import Kafka
import Observability
import Postgres
public import ServiceLifecycle

/// A service's projection: reads topics, and applies what is new exactly once, in the same transaction that moves its position.
///
/// Partitions are assigned by hand from positions in the database, side by side, each in order, to whichever process holds their lease.
public struct Consumer: Service {
    /// `service.projection`; a part of the contract: another name reads everything anew.
    public let name: String
    let reactions: [AnyReaction]
    let member: Member
    let database: Database
    let logs: LogWatch
    let clients: LogClientPool
    let settings: MessagingSettings
    let failpoints: Failpoints
    let health: MessagingHealth
    let messagingMetrics: MessagingMetrics
    let metrics: ConsumerMetrics
    let logger: Logger

    /// A consumer with one reaction for each topic that it reads.
    init(
        _ name: String, reactions: [any Reaction], member: Member, database: Database, logs: LogWatch, clients: LogClientPool,
        settings: MessagingSettings, failpoints: Failpoints, health: MessagingHealth, metrics: MessagingMetrics, logger: Logger
    ) {
        self.name = name
        self.reactions = reactions.map { AnyReaction($0) }
        self.member = member
        self.database = database
        self.logs = logs
        self.clients = clients
        self.settings = settings
        self.failpoints = failpoints
        self.health = health
        self.messagingMetrics = metrics
        self.metrics = metrics.consumer(name)
        self.logger = logger.labelled(name)
        precondition(Set(self.reactions.map(\.topic)).count == reactions.count, "a consumer has one reaction for each topic")
    }

    var reader: InboxReader { InboxReader(consumer: self.name, member: self.member.id) }

    /// Reads and applies until it is told to stop; then lets its partitions go.
    public func run() async throws {
        _ = try await cancelWhenGracefulShutdown {
            var pause = self.settings.backOff.lowerBound
            while true {
                guard let log = self.logs.current else {
                    self.health.wait(self.name, "the log is not found yet")
                    try await Task.sleep(for: self.settings.idle)
                    continue
                }
                let began = ContinuousClock.now
                do {
                    try await ConsumerTerm(consumer: self, log: log).serve()
                } catch {
                    try Task.checkCancellation()
                    self.metrics.faults.increment()
                    self.health.wait(self.name, "\(error)")
                    self.logger.warning("consumer begins anew", metadata: ["error": "\(error)"])
                    if ContinuousClock.now - began > self.settings.backOff.upperBound { pause = self.settings.backOff.lowerBound }
                    try await Task.sleep(for: pause)
                    pause = min(pause * 2, self.settings.backOff.upperBound)
                }
            }
        }
        let reader = self.reader
        do {
            try await self.database.transaction { transaction in try transaction.releaseInbox(reader) }
        } catch let error as PostgresError {
            // The member's row goes, or ages, and frees the partitions all the same.
            self.logger.warning("consumer could not release its partitions", metadata: ["error": "\(error)"])
        }
    }

    /// A topic's name on the broker.
    func brokerName(of topic: String) -> String { self.settings.topicPrefix + topic }

    /// What makes a slice's transaction the events visitor's, for the colleges that it holds.
    func scope(of readings: [Reading]) -> Scope {
        let colleges = Set(readings.compactMap(\.college)).sorted()
        return Scope(["cairn.visitor": "events", "cairn.colleges": "{\(colleges.map(String.init).joined(separator: ","))}"])
    }
}
