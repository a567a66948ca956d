import Chassis
import CloudEvents
import Messaging
import Postgres

/// A check of a whole installation at rest: nothing that was committed is lost, nothing has happened twice, nothing has crossed a college's wall.
///
/// It reads through the logins that may only look, one a schema, and compares in memory.
struct CheckSession: Sendable {
    /// How long nothing may arrive of what is on its way, before it counts as lost.
    static let patience = Duration.seconds(30)
    /// How long it waits between two looks.
    static let pause = Duration.milliseconds(200)

    /// Where each service's schema is, as its login for checks. A service without one is not looked at.
    let addresses: [String: String]
    let topics: [TopicDeclaration]
    let projections: [Projection]
    let doubles: [DoubleRule]
    let patience: Duration
    let clock: any Clock<Duration>

    /// A check by the suite's own topics, projections and rules.
    init(
        addresses: [String: String], topics: [TopicDeclaration], projections: [Projection] = Projection.all,
        doubles: [DoubleRule] = DoubleRule.all, patience: Duration = Self.patience, clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.addresses = addresses
        self.topics = topics
        self.projections = projections
        self.doubles = doubles
        self.patience = patience
        self.clock = clock
    }

    /// Looks until nothing is lost, or nothing has arrived for as long as it has patience; gives what the last look found.
    func run() async throws -> CheckReport {
        let databases = self.addresses.reduce(into: [String: Database]()) { databases, entry in
            var settings = DatabaseSettings(name: "check-\(entry.key)")
            settings.size = 1
            settings.session = ["search_path": entry.key]
            databases[entry.key] = Database(settings) { entry.value }
        }
        let result: Result<CheckReport, any Error>
        do { result = .success(try await self.look(databases, clock: self.clock)) } catch { result = .failure(error) }
        for database in databases.values { await database.stop() }
        return try result.get()
    }

    private func look(_ databases: [String: Database], clock: some Clock<Duration>) async throws -> CheckReport {
        var (deadline, least) = (clock.now.advanced(by: self.patience), Int.max)
        while true {
            let delivery = try await DeliveryCheck(topics: self.topics) { databases[$0] }.run()
            // As long as what is missing becomes less, it is on its way.
            if delivery.lost < least { (deadline, least) = (clock.now.advanced(by: self.patience), delivery.lost) }
            let isLast = clock.now >= deadline
            // What is on its way must not be taken for lost; and while something is, the rest is not worth a look.
            if isLast || delivery.lost == 0 {
                let report = try await self.compareAll(databases, after: delivery)
                if isLast || report.lost == 0 { return report }
            }
            try await clock.sleep(for: Self.pause)
        }
    }

    private func compareAll(_ databases: [String: Database], after delivery: DeliveryCheck.Report) async throws -> CheckReport {
        var report = CheckReport(delivery)
        for projection in self.projections {
            guard let reader = databases[projection.service], let writer = databases[projection.writer] else { continue }
            try await ProjectionCheck(projection: projection, writer: writer, reader: reader).apply(to: &report)
        }
        for rule in self.doubles {
            guard let database = databases[rule.service] else { continue }
            try await rule.apply(to: &report, from: database)
        }
        return report
    }
}
