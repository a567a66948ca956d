import CloudEvents
import Events
import Messaging
import Observability
import Postgres
import ServiceLifecycle

/// Signs what waits: rows of confirmed files and awards that were earned. Every college in which something waits has its turn, a slice at a time,
/// so that ten rows do not wait behind fifty thousand.
struct WorkingOffItems: Service {
    /// How many items one slice has.
    static let slice = 500
    /// How long it waits when nothing is left: the first time, and at most.
    static let pauses: ClosedRange<Duration> = .milliseconds(10) ... .milliseconds(250)
    /// After how long without a row a file that is being checked is given up, and how often that is looked at.
    static let patience = Duration.seconds(900)
    static let givingUpInterval = Duration.seconds(60)

    let database: Database
    let colleges: Colleges
    let signing: SigningSlice
    /// This process among those of its service, and after how long without a heartbeat one counts as dead.
    let member: UUIDValue
    let dead: Duration
    let failpoints: Failpoints
    let logger: Logger
    let now: @Sendable () -> WallTime

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                var pause = Self.pauses.lowerBound
                var giveUpAt = ContinuousClock.now
                while true {
                    do {
                        if ContinuousClock.now >= giveUpAt {
                            try await self.giveUp()
                            giveUpAt = .now + Self.givingUpInterval
                        }
                        pause = try await self.round() ? Self.pauses.lowerBound : min(pause * 2, Self.pauses.upperBound)
                        if pause == Self.pauses.lowerBound { continue }
                    } catch let error as PostgresError where error.isInfrastructure {
                        self.logger.warning("items wait for the database", metadata: ["error": "\(error)"])
                    }
                    try await Task.sleep(for: pause)
                }
            }
        } catch is CancellationError {}  // that is how it ends
    }

    /// Refuses files that broke off.
    func giveUp() async throws {
        let (time, limit) = (self.now(), self.now() + (.zero - Self.patience))
        try await self.database.transaction { tx in try tx.giveUpBatches(unchangedSince: limit, at: time) }
    }

    /// Gives each college one slice; false when nothing waits anywhere.
    func round() async throws -> Bool {
        let waiting = try await self.database.transaction(with: .eachStatement) { tx in try tx.collegesWithWork() }
        var hasWorked = false
        for id in waiting where try await self.workOff(id) { hasWorked = true }
        return hasWorked
    }

    /// Works off a slice of one college; false when others have all of it.
    private func workOff(_ id: CollegeID) async throws -> Bool {
        let (member, dead) = (self.member, self.dead.inSeconds)
        let (items, achievements) = try await self.database.transaction(as: .events(of: [id])) { tx in
            let orders = try tx.claimOrders(of: id, for: member, dead: dead, limit: Self.slice)
            let items = orders + (try tx.claimRows(of: id, for: member, dead: dead, limit: Self.slice))
            var achievements: [AchievementEdition: Achievement] = [:]
            for edition in Set(items.map(\.achievement)) {
                achievements[edition] = try tx.achievement(edition.id, edition: edition.edition)
            }
            return (items, achievements)
        }
        if items.isEmpty { return false }
        try await self.issue(items, achievements, for: id)
        return true
    }

    /// Issues a slice. When it fails for reasons of its own, each item is tried alone, and the one at fault is closed with them.
    private func issue(_ items: [WorkItem], _ achievements: [AchievementEdition: Achievement], for id: CollegeID) async throws {
        do {
            let college = try await self.colleges.college(id)
            let (signed, failed) = try await self.signing.sign(items, for: college, achievements: achievements)
            self.failpoints.reach(.batchSigned)
            try await self.finish(signed, failed, for: college)
        } catch IssuerError.keyReplaced {
            await self.colleges.forget(id)
        } catch is SliceFenced {
            self.logger.notice("a slice was claimed by another process", metadata: ["college": "\(id)"])
        } catch let error where !Self.isPassing(error) {
            guard let item = items.first, items.count == 1 else {
                for item in items { try await self.issue([item], achievements, for: id) }
                return
            }
            self.logger.error("an item can't be issued", metadata: ["college": "\(id)", "error": "\(type(of: error))"])
            let failed = FinishedItem(item: item, ending: .failed("Something broke on our side. Tell support"))
            try await self.finish([], [failed], for: try await self.colleges.college(id))
        }
    }

    /// Writes a slice in one transaction: credentials, events, people, and what became of each item; all of it or nothing.
    private func finish(_ signed: [SignedItem], _ failed: [FinishedItem], for college: College) async throws {
        let (member, time, id) = (self.member, self.now(), college.id)
        try await self.database.transaction(as: .events(of: [id])) { tx in
            guard try tx.isActive(key: college.keyID, of: id) else { throw IssuerError.keyReplaced }
            try tx.lockOrders(signed.map(\.item), of: id, by: member)
            let people = try tx.people(of: signed, college: id)
            let holders = try tx.holders(of: signed.map(\.item).filter(\.isOrder), college: id)
            var finished = failed
            var fresh: [SignedItem] = []
            for var item in signed {
                if item.item.isOrder {
                    if holders.contains(AwardHolding(person: item.item.person, achievement: item.item.achievement.id)) {
                        finished.append(FinishedItem(item: item.item, ending: .held))
                        continue
                    }
                } else {
                    guard let person = people[item.studentHash] else { preconditionFailure("the row was there or has been added") }
                    item.credential.person = person
                }
                fresh.append(item)
            }
            for edition in Set(fresh.map(\.item.achievement))
            where try tx.achievement(edition.id, edition: edition.edition)?.state != .published {
                let reason = FinishedItem.Ending.failed("This achievement is awarded no more")
                finished += fresh.filter { $0.item.achievement == edition }.map { FinishedItem(item: $0.item, ending: reason) }
                fresh.removeAll { $0.item.achievement == edition }
            }
            let added = try tx.add(fresh.map(\.credential), signedWith: college.keyID, college: id)
            let issued = fresh.filter { added.contains($0.credential.id) }
            try tx.keepNames(of: issued, college: id)
            finished += fresh.map {
                FinishedItem(item: $0.item, ending: added.contains($0.credential.id) ? .issued($0.credential.id) : .held)
            }
            try tx.closeOrders(finished, of: id, by: member, at: time)
            try tx.closeRows(finished, of: id, by: member, at: time)
            try tx.publish(issued.map { $0.credential.event(.issued, issuer: college.issuer) })
        }
    }

    /// Whether the same may succeed later though nothing in it is changed.
    private static func isPassing(_ error: any Error) -> Bool {
        if let error = error as? PostgresError { return error.isInfrastructure || error.isDeadlock || error.isSerializationFailure }
        return error is CancellationError || error as? IssuerError == .unknownCollege
    }
}

extension WorkItem {
    /// Whether it is an award that was earned, and no row of a file.
    fileprivate var isOrder: Bool { if case .order = self.source { true } else { false } }
}

extension Duration {
    /// As `make_interval(secs => ...)` takes it.
    fileprivate var inSeconds: Double { Double(self.components.seconds) + Double(self.components.attoseconds) / 1e18 }
}
