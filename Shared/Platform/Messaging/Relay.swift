import CloudEvents
import Observability
import Postgres
public import ServiceLifecycle
import Threads

/// Publishes a service's outbox: reads what became visible between two snapshots, sends it, and notes how far it is.
///
/// One relay of a service is active, any number stand by. Nothing that was committed is skipped, and what belongs to one aggregate goes out in the
/// order of its versions; a crash repeats one page at most.
public struct Relay: Service {
    let member: Member
    let database: Database
    let bell: Bell
    let logs: LogWatch
    let outlet: RelayOutlet
    let settings: MessagingSettings
    let health: MessagingHealth
    let metrics: MessagingMetrics
    let logger: Logger

    /// A relay for the service whose schema `database` speaks to: one session, straight to PostgreSQL, never through a transaction pooler.
    ///
    /// `bell` is rung when a transaction of this process has published something.
    init(
        service: String, topics: [TopicDeclaration], member: Member, database: Database, bell: Bell, logs: LogWatch, clients: LogClientPool,
        settings: MessagingSettings, failpoints: Failpoints, health: MessagingHealth, metrics: MessagingMetrics, logger: Logger
    ) {
        self.member = member
        self.database = database
        self.bell = bell
        self.logs = logs
        self.settings = settings
        self.health = health
        self.metrics = metrics
        self.logger = logger.labelled("relay")
        self.outlet = RelayOutlet(
            source: "/cairn/\(service)", topics: topics.filter { $0.writers.contains(service) }, clients: clients, settings: settings,
            failpoints: failpoints, health: health, metrics: metrics, logger: self.logger)
    }

    /// Publishes while it holds the lease, waits for it otherwise, until it is told to stop.
    public func run() async throws {
        _ = try await cancelWhenGracefulShutdown {
            var pause = self.settings.backOff.lowerBound
            while true {
                do {
                    if try await self.serveOneTerm() { pause = self.settings.backOff.lowerBound }
                } catch let error as PostgresError {
                    self.metrics.relayFaults.increment()
                    if case .unfit = error { self.health.relay(.halted("\(error)")) }
                    self.logger.warning("relay lost its session", metadata: ["error": "\(error)"])
                    try await Task.sleep(for: pause)
                    pause = min(pause * 2, self.settings.backOff.upperBound, .seconds(1))
                }
            }
        }
        await self.outlet.close()
        try await self.release()
    }

    /// From one taking of the lease to its loss. False when another member holds it.
    private func serveOneTerm() async throws -> Bool {
        guard let lease = try await self.take() else {
            self.health.relay(.standingBy)
            try await Task.sleep(for: self.settings.dead / 4)
            return false
        }
        self.logger.info("relay took the lease", metadata: ["relay.epoch": "\(lease.row.epoch)"])
        self.metrics.relayTakeovers.increment()
        var term = RelayTerm(relay: self, lease: lease)
        do {
            try await term.serve()
        } catch is FencedError {
            self.metrics.relayFenced.increment()
            self.logger.notice("relay lost the lease", metadata: ["relay.epoch": "\(lease.row.epoch)"])
            try await Task.sleep(for: self.settings.awake)
        } catch is SessionChanged {
            self.logger.notice("relay is on another session", metadata: ["relay.epoch": "\(lease.row.epoch)"])
            try await Task.sleep(for: self.settings.awake)
        }
        return true
    }

    private func take() async throws -> (row: RelayLease, session: Int)? {
        let (id, dead) = (self.member.id, self.settings.dead)
        return try await self.database.transaction { transaction in
            guard let row = try transaction.takeRelayLease(id, dead: dead) else { return nil }
            return (row, transaction.sessionNumber)
        }
    }

    private func release() async throws {
        let id = self.member.id
        do {
            try await self.database.transaction { try $0.releaseRelayLease(of: id) }
        } catch let error as PostgresError {
            // The member's row goes, or ages, and frees the lease all the same.
            self.logger.warning("relay could not release its lease", metadata: ["error": "\(error)"])
        }
    }
}

/// A transaction ran on another session than the one that the lease was taken on.
struct SessionChanged: Error {}

/// A write of position hit no row: another member has taken over, so this one stops.
struct FencedError: Error {}
