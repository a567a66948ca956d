import Chassis
import CloudEvents
import Credentials
import Events
import HTTP
import JSON
import Messaging
import Observability
import Postgres
import TestSupport
import Testing

@testable import cairn_issuer

@Suite struct `An award that a pathway leads to` {
    fileprivate static let registrar = IssuerStory.staff(1, ["review.decide", "credential.revoke", "credential.issue"])

    /// A learner with one credential, and the achievement that her pathway leads to.
    struct Learner {
        let story: IssuerStory
        let worker: WorkingOffItems
        let person: PersonID
        let earned: CredentialID
        let award: AchievementID
        let other: UUIDValue

        init(_ story: IssuerStory) async throws {
            let issued = try await story.issue(IssuerStory.order(try await story.achievement()), key: "a").json
            self.story = story
            self.worker = try await story.worker(1)
            self.person = try #require(issued["person"]?.string.flatMap { PersonID($0) })
            self.earned = try #require(issued["id"]?.string.flatMap { CredentialID($0) })
            let text: JSON = ["code": "CERT", "kind": "Certificate", "name": "Fitter", "description": "Fits.", "criteria": "All steps."]
            self.award = try #require(
                try await story.send(.post, "/issuer/api/v1/achievements", text).json["id"]?.string.flatMap { AchievementID($0) })
            self.other = UUIDValue(high: 3, low: 3)
        }

        func state(complete: Bool, pathway: UInt64 = 4) -> ProgressState {
            ProgressState(
                progress: ProgressID(UUIDValue(high: 5, low: pathway)), college: CollegeID(1), person: self.person,
                pathway: .init(PathwayID(UUIDValue(high: 6, low: pathway)), edition: 1), share: complete ? 10_000 : 5_000,
                complete: complete, award: AchievementEdition(self.award, edition: 1), earnedBy: complete ? [self.earned] : [])
        }

        /// What the reaction does when this arrives.
        func arrives(_ states: [ProgressState]) async throws {
            try await self.story.events.transaction(as: .events(of: [CollegeID(1)])) { tx in
                try tx.withdraw(states.filter { !$0.complete }, at: WallTime.now())
                try tx.order(states.filter(\.complete), at: WallTime.now())
            }
        }

        func awards() async throws -> [JSON] {
            try await self.story.send(.get, "/issuer/api/v1/credentials?achievement=CERT").json["credentials"]?.array ?? []
        }

        func orders() async throws -> [String] {
            (try await self.story.send(.get, "/issuer/api/v1/award-orders", as: `An award that a pathway leads to`.registrar).json[
                "awardOrders"]?.array ?? [])
                .map { $0["state"]?.string ?? "" }
        }

        func reviews() async throws -> [JSON] {
            try await self.story.send(.get, "/issuer/api/v1/reviews", as: `An award that a pathway leads to`.registrar).json["reviews"]?
                .array ?? []
        }

        func decide(_ decision: String, _ review: JSON?) async throws -> ReceivedResponse {
            let path = "/issuer/api/v1/reviews/\(review?["id"]?.string ?? "")/decide"
            return try await self.story.send(
                .post, path, as: `An award that a pathway leads to`.registrar, ["decision": .string(decision), "reason": "a slip"])
        }
    }

    @Test func `is ordered once, signed, and says what it was earned by`() async throws {
        try await IssuerStory.run { story in
            let learner = try await Learner(story)
            for _ in 0..<2 { try await learner.arrives([learner.state(complete: true)]) }
            #expect(try await learner.orders() == ["waiting"])
            while try await learner.worker.round() {}
            try await learner.arrives([learner.state(complete: true), learner.state(complete: true, pathway: 7)])
            while try await learner.worker.round() {}
            #expect(try await learner.orders() == ["signed"], "who holds it is ordered it by no other pathway")
            let awards = try await learner.awards()
            #expect(awards.count == 1 && awards[0]["person"]?.string == learner.person.description)
            let event = try await story.newestCredential(awards.first?["id"]?.string ?? "")
            #expect(event.state.earnedBy == [learner.earned])
            #expect(OpenBadgeCredential.earnedBy(in: try JSON(parsing: event.state.document)) == ["urn:uuid:\(learner.earned)"])
            #expect(try await story.verdict(on: event.state.document).overall == .valid)
            #expect(try await story.change(awards.first?["id"]?.string ?? "", "suspend").status == .ok)
            let after = try await story.newestCredential(awards.first?["id"]?.string ?? "")
            #expect(after.state.earnedBy == [learner.earned], "what it was earned by stays")
        }
    }

    @Test func `is withdrawn unsigned when the pathway is complete no more`() async throws {
        try await IssuerStory.run { story in
            let learner = try await Learner(story)
            try await learner.arrives([learner.state(complete: true)])
            try await learner.arrives([learner.state(complete: false)])
            #expect(try await learner.worker.round() == false)
            #expect(try await learner.orders() == ["closed"])
            #expect(try await learner.awards().isEmpty)
            #expect(try await learner.reviews().isEmpty)
            try await learner.arrives([learner.state(complete: true)])
            #expect(try await learner.worker.round())
            #expect(try await learner.awards().count == 1)
        }
    }

    @Test func `is never taken back by itself: a person decides, and it can be earned again`() async throws {
        try await IssuerStory.run { story in
            let learner = try await Learner(story)
            try await learner.arrives([learner.state(complete: true)])
            #expect(try await learner.worker.round())
            for _ in 0..<2 { try await learner.arrives([learner.state(complete: false)]) }
            let asked = try await learner.reviews()
            #expect(asked.count == 1 && asked[0]["decision"] == nil)
            #expect(try await learner.awards().map { $0["state"] } == ["active"])
            let taken = try await learner.decide("take-back", asked.first)
            #expect(taken.status == .ok && taken.json["decision"] == "take-back", "\(taken.text)")
            #expect(try await learner.decide("keep", asked.first).code == "review-decided")
            #expect(try await learner.awards().map { $0["state"] } == ["revoked"])
            #expect(try await learner.orders() == ["closed"])
            try await learner.arrives([learner.state(complete: true)])
            #expect(try await learner.worker.round())
            #expect(try await learner.awards().map { $0["state"] } == ["active", "revoked"])
        }
    }

    @Test func `that was kept is not asked about again until the pathway was complete once more`() async throws {
        try await IssuerStory.run { story in
            let learner = try await Learner(story)
            try await learner.arrives([learner.state(complete: true)])
            #expect(try await learner.worker.round())
            try await learner.arrives([learner.state(complete: false)])
            #expect(try await learner.decide("keep", try await learner.reviews().first).status == .ok)
            try await learner.arrives([learner.state(complete: false)])
            #expect(try await learner.reviews().map { $0["decision"]?.string } == ["keep"])
            try await learner.arrives([learner.state(complete: true)])
            try await learner.arrives([learner.state(complete: false)])
            try await learner.arrives([learner.state(complete: true)])
            #expect(Set(try await learner.reviews().map { $0["decision"]?.string }) == ["keep", "ended"])
            #expect(try await learner.awards().map { $0["state"] } == ["active"])
        }
    }

    @Test func `is decided on by staff of the whole college who may, and by nobody else`() async throws {
        try await IssuerStory.run { story in
            let learner = try await Learner(story)
            try await learner.arrives([learner.state(complete: true)])
            #expect(try await learner.worker.round())
            try await learner.arrives([learner.state(complete: false)])
            let id = try #require(try await learner.reviews().first?["id"]?.string)
            let path = "/issuer/api/v1/reviews/\(id)/decide"
            let body: JSON = ["decision": "take-back", "reason": "a slip"]
            let part = IssuerStory.staff(1, ["review.decide"], campuses: [learner.other])
            #expect(try await story.send(.post, path, as: IssuerStory.staff(2, ["review.decide"]), body).status == .notFound)
            #expect(try await story.send(.post, path, as: part, body).status == .notFound)
            #expect(try await story.send(.post, path, body).code == "scope-missing")
            #expect(try await story.send(.get, "/issuer/api/v1/reviews", as: .anonymous).code == "sign-in-needed")
            for stranger in [part, IssuerStory.staff(2, ["review.decide"])] {
                #expect(try await story.send(.get, "/issuer/api/v1/reviews", as: stranger).json["reviews"]?.array?.count == 0)
                #expect(try await story.send(.get, "/issuer/api/v1/award-orders", as: stranger).json["awardOrders"]?.array?.count == 0)
            }
            let bad = try await story.send(.post, path, as: Self.registrar, ["decision": "ended", "reason": "x"])
            #expect(bad.code == "fields-invalid" && bad.json["errors"]?[0]?["pointer"] == "#/decision")
        }
    }

    @Test func `fails in words when nobody has handed in the learner's number`() async throws {
        try await IssuerStory.run { story in
            let learner = try await Learner(story)
            try await story.sql.execute("UPDATE issuer.person SET student = NULL")
            try await learner.arrives([learner.state(complete: true)])
            #expect(try await learner.worker.round())
            #expect(try await learner.orders() == ["failed"])
            #expect(try await learner.worker.round() == false)
            #expect(try await learner.awards().isEmpty)
        }
    }
}
