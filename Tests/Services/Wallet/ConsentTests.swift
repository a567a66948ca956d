import CloudEvents
import Events
import HTTP
import JSON
import Observability
import Postgres
import TestSupport
import Testing

@testable import cairn_wallet

@Suite struct `A consent` {
    @Test func `is granted and withdrawn, each with its event, and each once`() async throws {
        try await WalletStory.run { story in
            let (learner, order) = (story.learner(), WalletStory.consent(what: ["skills", "credentials"]))
            let granted = try await story.send(.post, "/consents", as: learner, order)
            let id = try #require(granted.json["id"]?.string)
            #expect(granted.status == .created && granted.json["state"]?.string == "granted" && granted.json["until"] == order["until"])
            let again = try await story.send(.post, "/consents", as: learner, order)
            #expect(again.status == .ok && again.json["id"]?.string == id)
            let wider = try await story.send(.post, "/consents", as: learner, WalletStory.consent(what: ["documents"]))
            #expect(wider.answer == "409 already-granted")
            for _ in 1...2 {
                let withdrawn = try await story.send(.post, "/consents/\(id)/withdraw", as: learner)
                #expect(withdrawn.status == .ok && withdrawn.json["state"]?.string == "withdrawn")
            }
            let told = try await story.published(.consent)
            #expect(told.map(\.type) == ["org.cairn.consent.granted.v1", "org.cairn.consent.withdrawn.v1"])
            #expect(told.map { $0.data["state"]?.string } == ["granted", "withdrawn"])
            #expect(told[0].data["what"] == ["skills", "credentials"] && told[0].data["items"] == nil)
            #expect(try await story.send(.post, "/consents", as: learner, WalletStory.consent()).status == .created)
            let list = try await story.send(.get, "/consents", as: learner).json["consents"]?.array ?? []
            #expect(list.map { $0["state"]?.string } == ["granted", "withdrawn"])
        }
    }

    @Test func `names items that are the learner's own, and an end that is near enough`() async throws {
        try await WalletStory.run { story in
            let (own, other) = (try await story.item(of: story.learner()), try await story.item(3, of: story.learner(2)))
            func answer(_ change: (inout JSONObject) -> Void) async throws -> String {
                var order = WalletStory.consent().object ?? [:]
                change(&order)
                return try await story.send(.post, "/consents", as: story.learner(), .object(order)).answer
            }
            #expect(try await answer { $0["items"] = [.string(other)] } == "404 item-unknown")
            #expect(try await answer { $0["items"] = [] } == "422 fields-invalid")
            #expect(try await answer { $0["what"] = [] } == "422 fields-invalid")
            #expect(try await answer { $0["what"] = ["skills", "skills"] } == "422 fields-invalid")
            #expect(try await answer { $0["purpose"] = "selling" } == "422 fields-invalid")
            #expect(try await answer { $0["until"] = "2027-02-30T00:00:00Z" } == "422 fields-invalid")
            #expect(try await answer { $0["until"] = "2020-01-01T00:00:00Z" } == "422 end-out-of-range")
            #expect(try await answer { $0["until"] = "2999-01-01T00:00:00Z" } == "422 end-out-of-range")
            #expect(try await story.published(.consent).isEmpty)
            #expect(try await answer { $0["items"] = [.string(own)] } == "201 ")
            #expect(try await story.published(.consent).map { $0.data["items"] } == [[.string(own)]])
        }
    }

    @Test func `ends by itself, in whatever college, and is told of once by however many look`() async throws {
        try await WalletStory.run { story in
            for visitor in [story.learner(), story.learner(2), story.learner(1, of: 2)] {
                #expect(try await story.send(.post, "/consents", as: visitor, WalletStory.consent(for: 3_600)).status == .created)
            }
            let later = try await story.send(
                .post, "/consents", as: story.learner(2, of: 2), WalletStory.consent(for: 3 * 3_600))
            #expect(later.status == .created)
            let time = WallTime.now() + .seconds(7_200)
            let logger = Logger(label: "test", level: .error, handler: JSONLogHandler())
            let worker = ExpiringConsents(database: story.events, logger: logger, now: { time })
            async let first = worker.expire()
            async let second = worker.expire()
            let ended = try await first + second
            let nothingLeft = try await worker.expire()
            #expect(ended == 3 && nothingLeft == 0)
            let told = try await story.published(.consent).filter { $0.type == "org.cairn.consent.expired.v1" }
            #expect(told.count == 3 && Set(told.map { $0.data["consent"] }).count == 3)
            let list = try await story.send(.get, "/consents", as: story.learner()).json["consents"]?.array ?? []
            #expect(list.map { $0["state"]?.string } == ["expired"])
            let id = try #require(list.first?["id"]?.string)
            #expect(try await story.send(.post, "/consents/\(id)/withdraw", as: story.learner()).answer == "409 consent-over")
        }
    }

    @Test func `that has run out makes room for the next before anybody has noticed`() async throws {
        try await WalletStory.run { story in
            let learner = story.learner()
            #expect(try await story.send(.post, "/consents", as: learner, WalletStory.consent()).status == .created)
            try await story.sql.execute(
                "UPDATE wallet.consent SET granted_at = now() - interval '2 days', until = now() - interval '1 day'")
            #expect(try await story.send(.post, "/consents", as: learner, WalletStory.consent()).status == .created)
            let told = try await story.published(.consent).map(\.type)
            #expect(
                told == [
                    "org.cairn.consent.granted.v1", "org.cairn.consent.expired.v1", "org.cairn.consent.granted.v1",
                ])
        }
    }

    @Test func `of another learner is nobody's to see or end`() async throws {
        try await WalletStory.run { story in
            let id = try await story.send(.post, "/consents", as: story.learner(), WalletStory.consent()).json["id"]?.string ?? ""
            for stranger in [story.learner(2), story.learner(1, of: 2)] {
                #expect(try await story.send(.post, "/consents/\(id)/withdraw", as: stranger).answer == "404 consent-unknown")
                #expect(try await story.send(.get, "/consents", as: stranger).json["consents"]?.array == [])
            }
            let employers = try await story.send(.get, "/employers", as: story.learner()).json["employers"]
            #expect(employers == [["id": WalletStory.harbour.json, "name": "Harbour Health", "openRoles": 1]])
        }
    }
}
