import Chassis
import CloudEvents
import Crypto
import Events
import Messaging
import Observability
import Postgres

/// Gives each new credential its place in the college's status lists, from blocks that this process has leased.
///
/// A place is given once, whatever then becomes of it. When a college's lists are full, the next pair is opened.
actor StatusPlaces {
    private let database: Database
    private let process: UUIDValue
    private let site: Site
    private let random: any RandomSource
    private let now: @Sendable () -> WallTime
    private let scope: @Sendable (CollegeID) -> Scope
    private var places: [CollegeID: [StatusPlace]] = [:]

    /// Places for one process, which is known by an id of its own.
    init(
        _ database: Database, process: UUIDValue, site: Site, random: any RandomSource, now: @escaping @Sendable () -> WallTime,
        as scope: @escaping @Sendable (CollegeID) -> Scope = { .process(of: $0) }
    ) {
        self.database = database
        self.process = process
        self.site = site
        self.random = random
        self.now = now
        self.scope = scope
    }

    /// A place that nobody has.
    func next(for college: College) async throws -> StatusPlace {
        while true {
            if let place = self.places[college.id]?.popLast() { return place }
            // Others may come here meanwhile and lease a block as well: all of them are kept.
            let block = try await self.lease(for: college)
            self.places[college.id, default: []] += block
        }
    }

    private func lease(for college: College) async throws -> [StatusPlace] {
        let (process, site, random, time) = (self.process, self.site, self.random, self.now())
        return try await self.database.transaction(as: self.scope(college.id)) { tx in
            var block = try tx.leaseStatusBlock(of: college.id, to: process, at: time)
            if block == nil {
                let opened = try tx.openStatusLists(
                    of: college.id, revocation: StatusListID(random.newID(at: time)), suspension: StatusListID(random.newID(at: time)),
                    order: random.shuffled(below: StatusBits.entries), at: time)
                try tx.publish(opened.map { $0.event(issuer: college.issuer, site: site) })
                block = try tx.leaseStatusBlock(of: college.id, to: process, at: time)
            }
            guard let block, let first = block.first else { preconditionFailure("a new pair of lists has free blocks") }
            let full = try tx.closeStatusLists(first, of: college.id, at: time)
            try tx.publish(full.map { $0.event(issuer: college.issuer, site: site) })
            return block
        }
    }
}
