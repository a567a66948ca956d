import Chassis
import CloudEvents
import Configuration
import Crypto
import HTTP
import Messaging
import Observability
import Postgres
import ServiceLifecycle
import Threads

/// One process of the issuer, from its settings and the log that its events go to.
struct IssuerProcess: Sendable {
    let keys: IssuerKeys
    let standard: StandardKeys
    let environment: ServiceEnvironment
    let random: any RandomSource
    let now: @Sendable () -> WallTime

    /// Brings the schema up to date if it may, and makes the parts that the mode asks for.
    func parts(logs: LogWatch) async throws -> ServiceParts {
        let configuration = self.environment.configuration
        try await self.migrate()
        let settings = try self.keys.events.settings(
            from: configuration, schemaBase: "\(self.environment.origin)/issuer/api/v1/schemas/")
        let masterKeys = try self.keys.masterKeys(in: configuration)
        let failpoints = try Failpoints(configuration[self.keys.failpoints], logger: self.environment.logger)
        let (site, bell) = (Site(origin: self.environment.origin), Bell())
        let database = self.database(
            settings.database("issuer-http", schema: IssuerSchema.name, size: 8), bell, configuration[self.standard.database])
        let issuer = IssuerParts(
            database: database, masterKeys: masterKeys, site: site, failpoints: failpoints, random: self.random, now: self.now)
        let random = self.random
        let router = issuer.router(self.environment.middleware(random: { random.bytes(count: $0) }, now: self.now))
        let responder = router.buildResponder(logger: self.environment.logger, errors: .problems(logger: self.environment.logger))
        guard self.environment.mode.appliesEvents else {
            return ServiceParts(foundations: [database], responder: responder, events: [], ready: [.database(database)])
        }
        let only = self.environment.mode == .events ? configuration[self.standard.database] : nil
        guard let address = configuration[self.keys.eventsDatabase] ?? only else {
            throw CommandFailure(
                "\(self.keys.eventsDatabase.declaration.flag) is needed with --run both: one login answers requests, another carries events",
                exitCode: Command.ExitCode.misused.number)
        }
        let eventsDatabase = self.database(settings.database("issuer-events", schema: IssuerSchema.name, size: 4), bell, address)
        let relayDatabase = self.database(settings.relayDatabase("issuer-relay", schema: IssuerSchema.name), Bell(), address)
        let memberDatabase = self.database(
            settings.database("issuer-member", schema: IssuerSchema.name, size: 1), Bell(), address)
        let group = MessagingGroup(
            MessagingGroup.Parts(
                service: IssuerSchema.name, topics: try IssuerSchema.topics, database: eventsDatabase, relayDatabase: relayDatabase,
                memberDatabase: memberDatabase, bell: bell, logs: logs, settings: settings, failpoints: failpoints,
                metrics: MessagingMetrics(self.environment.registry), logger: self.environment.logger),
            member: self.random.newID(at: self.now()), consumers: [:])
        let opening = OpeningCollege(
            database: eventsDatabase, masterKeys: masterKeys, site: site, random: self.random, now: self.now)
        let colleges = OpeningColleges(
            opening: opening, colleges: try self.keys.colleges(in: configuration), logger: self.environment.logger)
        return ServiceParts(
            foundations: [database, eventsDatabase, relayDatabase, memberDatabase], responder: responder, events: [colleges, group],
            live: [.progress(of: group.health)], ready: [.database(self.environment.mode == .events ? eventsDatabase : database)])
    }

    private func migrate() async throws {
        guard let address = self.environment.configuration[self.keys.ownerDatabase] else { return }
        var settings = DatabaseSettings(name: "issuer-migrate")
        settings.size = 1
        settings.statementTimeout = nil
        let database = self.database(settings, Bell(), address)
        do {
            for name in try await IssuerSchema.migrate(database) {
                self.environment.logger.info("migration applied", metadata: ["migration": "\(name)"])
            }
            await database.stop()
        } catch {
            await database.stop()
            throw error
        }
    }

    private func database(_ settings: DatabaseSettings, _ bell: Bell, _ address: Secret) -> Database {
        let metrics = DatabaseMetrics(self.environment.registry, database: settings.name)
        return Database(settings, bell: bell, metrics: metrics, logger: self.environment.logger) { address.text ?? "" }
    }
}
