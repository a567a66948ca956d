import Chassis
import CloudEvents
import Credentials
import Crypto
import Events
import HTTP
import JSON
import Messaging
import Observability
import Postgres
import TestSupport
import Testing

@testable import cairn_issuer

@Suite struct `Issuing a credential` {
    @Test func `writes an event with a document that verifies, until it is revoked`() async throws {
        try await IssuerStory.run { story in
            let answer = try await story.issue(IssuerStory.order(try await story.achievement()), key: "a")
            #expect(answer.status == .created, "\(answer.text)")
            let id = try #require(answer.json["id"]?.string)
            #expect(answer.headers[.location] == "/issuer/api/v1/credentials/\(id)")
            let event = try await story.newestCredential(id)
            #expect(event.state.document == (answer.json["document"]?.string) && event.version == 1 && event.verb == .issued)
            #expect(event.state.skills == [SkillReference(framework: "onet", code: "51-4121.00")])
            #expect(!event.state.document.contains("S-100") && !event.state.document.contains("Ada"))
            let verdict = try await story.verdict(on: event.state.document)
            #expect(verdict.overall == .valid, "\(verdict.json)")
            let revoked = try await story.change(id, "revoke")
            #expect(revoked.status == .ok && revoked.json["state"]?.string == "revoked")
            let after = try await story.newestCredential(id)
            #expect(after.verb == .revoked && after.version == 2 && after.state.document == event.state.document)
            let second = try await story.verdict(on: event.state.document)
            #expect(second.overall == .invalid && second.outcome(of: .revocation)?.isFailed == true)
            #expect(second.outcome(of: .suspension) == .passed)
        }
    }

    @Test func `gives a repeated request its first answer, and refuses the key with another body`() async throws {
        try await IssuerStory.run { story in
            let achievement = try await story.achievement()
            let first = try await story.issue(IssuerStory.order(achievement), key: "a")
            let again = try await story.issue(IssuerStory.order(achievement), key: "a")
            #expect(first.status == .created && again.status == .created)
            #expect(first.body == again.body && first.headers[.location] == again.headers[.location])
            #expect(try await story.count("credential") == 1)
            let other = try await story.issue(IssuerStory.order(achievement, student: "S-101"), key: "a")
            #expect(other.status == .conflict && other.code == "idempotency-key-reused")
            let keyless = try await story.send(.post, "/issuer/api/v1/credentials", IssuerStory.order(achievement))
            #expect(keyless.status == .badRequest && keyless.code == "idempotency-key-needed")
        }
    }

    @Test(arguments: [
        (["validUntil": "999999999-12-31T23:59:59Z"], "422 fields-invalid"),
        (["validUntil": "250000-12-31T23:59:59Z"], "422 fields-invalid"),
        (["validUntil": "9999-12-31T23:59:59-14:00"], "422 fields-invalid"), (["validFrom": "-9999-01-01T00:00:00Z"], "422 fields-invalid"),
        (["completedOn": "0000-01-01"], "422 fields-invalid"), (["completedOn": "9999-12-31"], "422 not-yet-completed"),
        (["validUntil": "2001-01-01T00:00:00Z"], "422 ends-before-it-begins"),
        (["validFrom": "2026-01-01T00:00:00.0000001Z", "validUntil": "2026-01-01T00:00:00.0000002Z"], "422 fields-invalid"),
        (["campus": "018f0000-0000-7000-8000-000000000001"], "422 campus-unknown"),
    ])
    func `refuses what no reader of its event could take`(changes: [String: String], refusal: String) async throws {
        try await IssuerStory.run { story in
            var order = try #require(IssuerStory.order(try await story.achievement()).object)
            for (name, value) in changes { order[name] = .string(value) }
            let answer = try await story.issue(.object(order), key: "a")
            #expect("\(answer.status.code) \(answer.code ?? "")" == refusal, "\(answer.text)")
            #expect(try await story.count("credential") == 0)
        }
    }

    @Test func `issues once when the same request comes twice at the same time`() async throws {
        try await IssuerStory.run { story in
            let order = IssuerStory.order(try await story.achievement())
            async let left = story.issue(order, key: "a")
            async let right = story.issue(order, key: "a")
            let answers = try await [left, right]
            #expect(answers.map(\.status) == [.created, .created])
            #expect(answers[0].body == answers[1].body)
            #expect(try await story.count("credential") == 1)
        }
    }

    @Test func `lets one of two win that issue the same at the same time`() async throws {
        try await IssuerStory.run { story in
            let achievement = try await story.achievement()
            async let left = story.issue(IssuerStory.order(achievement), key: "a")
            async let right = story.issue(IssuerStory.order(achievement, student: "  S-100 "), key: "b")
            let answers = try await [left, right].sorted { $0.status.code < $1.status.code }
            #expect(answers.map(\.status) == [.created, .conflict])
            #expect(answers[1].code == "already-issued")
            let id = try #require(answers[0].json["id"]?.string)
            #expect(try await story.change(id, "revoke").status == .ok)
            #expect(try await story.issue(IssuerStory.order(achievement), key: "c").status == .created)
        }
    }

    @Test func `says what is wrong with an order, by JSON pointer`() async throws {
        try await IssuerStory.run { story in
            let achievement = try await story.achievement()
            func answer(_ changed: (inout JSONObject) -> Void) async throws -> [String] {
                var order = try #require(IssuerStory.order(achievement).object)
                changed(&order)
                let answer = try await story.issue(.object(order), key: "a")
                return [String(answer.status.code), answer.code ?? ""]
                    + (answer.json["errors"]?.array ?? []).compactMap { $0["pointer"]?.string }
            }
            let unknown = "0192f0c1-2345-7abc-8def-0123456789ab"
            #expect(try await answer { $0["achievement"] = .string(unknown) } == ["422", "achievement-unknown", "#/achievement"])
            #expect(try await answer { $0["edition"] = 2 } == ["422", "achievement-unknown", "#/achievement"])
            #expect(try await answer { $0["completedOn"] = "2026-02-30" } == ["422", "fields-invalid", "#/completedOn"])
            #expect(try await answer { $0["student"] = " \t" } == ["422", "fields-invalid", "#/student"])
            #expect(try await answer { $0["student"] = "Zo\u{eb}" } == ["422", "fields-invalid", "#/student"])
            #expect(try await answer { $0["pupil"] = "x" } == ["422", "fields-invalid", "#/pupil"])
            #expect(try await story.count("credential") == 0)
        }
    }

    @Test func `signs with the new key when the cached one was replaced`() async throws {
        try await IssuerStory.run { story in
            let achievement = try await story.achievement()
            #expect(try await story.issue(IssuerStory.order(achievement), key: "a").status == .created)
            let method = try await story.replaceKey()
            let second = try await story.issue(IssuerStory.order(achievement, student: "S-101"), key: "b")
            #expect(second.status == .created)
            let document = try JSON(parsing: second.json["document"]?.string ?? "")
            #expect(document["proof"]?["verificationMethod"]?.string == method)
        }
    }

    @Test func `awards nothing that is retired`() async throws {
        try await IssuerStory.run { story in
            let achievement = try await story.achievement()
            try await story.sql.execute("UPDATE issuer.achievement SET state = 'retired'")
            let answer = try await story.issue(IssuerStory.order(achievement), key: "a")
            #expect(answer.status == .conflict && answer.code == "achievement-retired")
        }
    }

    @Test func `keeps a corrected number pointing to the same person`() async throws {
        try await IssuerStory.run { story in
            let achievement = try await story.achievement()
            let first = try await story.issue(IssuerStory.order(achievement), key: "a")
            try await story.sql.execute(
                """
                INSERT INTO issuer.person (college, student_hash, person)
                SELECT 1, '\\x\(try await story.hash(of: "S-200"))', person FROM issuer.person
                """)
            let second = try await story.issue(IssuerStory.order(achievement, student: "S-200", day: "2026-06-01"), key: "b")
            #expect(second.status == .created)
            #expect(first.json["person"] == second.json["person"])
        }
    }
}
