import Chassis
import Events
import Messaging
import Observability
import Postgres
import ServiceLifecycle

/// Ends consents whose time is over, and tells of it. Readers compare `until` with the clock themselves: this is how they hear it for the record.
struct ExpiringConsents: Service {
    /// How often what has run out is looked for.
    static let interval = Duration.seconds(5)
    /// How many one transaction ends.
    static let slice = 500

    /// A pool that logs in as `wallet_events`.
    let database: Database
    let logger: Logger
    let now: @Sendable () -> WallTime
    var clock: any Clock<Duration> = ContinuousClock()

    /// Looks again and again until it is told to stop.
    func run() async throws {
        _ = try await cancelWhenGracefulShutdown {
            while true {
                do {
                    try await self.expire()
                } catch let error as PostgresError where error.isInfrastructure {
                    self.logger.warning("consents that ran out could not be ended; trying again", metadata: ["error": "\(error)"])
                }
                try await self.clock.sleep(for: Self.interval)
            }
        }
    }

    /// Ends all that has run out by now; gives how many.
    @discardableResult func expire() async throws -> Int {
        let time = self.now()
        let colleges = try await self.database.transaction(as: Scope(["cairn.visitor": "expiry"])) { tx in
            try tx.collegesWithConsentsDue(at: time)
        }
        var ended = 0
        for college in colleges {
            var last = Self.slice
            while last == Self.slice {
                last = try await self.database.transaction(as: .events(of: college)) { tx in
                    let consents = try tx.expireConsents(at: time, limit: Self.slice)
                    try tx.publish(consents.map(\.event).sorted { $0.subject < $1.subject })
                    return consents.count
                }
                ended += last
            }
        }
        return ended
    }
}

extension Scope {
    /// What the events login may see: one college.
    static func events(of college: CollegeID) -> Scope { Scope(["cairn.visitor": "events", "cairn.colleges": "{\(college)}"]) }
}
