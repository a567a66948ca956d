import Chassis
import CloudEvents
import EventStack
import Events
import HTTP
import JSON
import LocalServers
import Observability
import TestSupport
import Testing

@testable import cairn_matching

@Suite struct `The program cairn-matching` {
    private func post(_ client: HTTPTestClient, _ path: String, _ body: JSON) async throws -> ReceivedResponse {
        try await client.execute(
            path, method: .post,
            headers: [.authorization: "Bearer \(try ServiceRun.token(MatchingStory.employer()))", .contentType: "application/json"],
            body: body.bytes())
    }

    private func people(_ client: HTTPTestClient, _ role: String) async throws -> [String] {
        let answer = try await client.execute(
            "/matching/api/v1/roles/\(role)/matches", headers: [.authorization: "Bearer \(try ServiceRun.token(MatchingStory.employer()))"])
        guard answer.status == .ok else { return ["\(answer.status) \(answer.json["code"]?.string ?? "")"] }
        return (answer.json["matches"]?.array ?? []).compactMap { $0["person"]?.string?.suffix(2).description }.sorted()
    }

    private func delay(of what: String, _ act: () async throws -> Void, until isSeen: @escaping () async throws -> Bool) async throws {
        let begin = ContinuousClock.now
        try await act()
        try await eventually(what) { try await isSeen() }
        let delay = ContinuousClock.now - begin
        print("\(what): \(delay)")
        #expect(delay < .seconds(10), "\(what)")
    }

    @Test func `shows who agreed within ten seconds, and nobody any more whose consent or credential was taken back`() async throws {
        try await EventStack.with(.matching) { stack in
            let run = try await stack.start()
            let client = try await run.client()
            let role = try #require(
                try await self.post(client, "/matching/api/v1/roles", MatchingStory.role([("a", 5, true)])).json["id"]?.string)
            try await stack.publish((1...3).map { Sample.credential($0, of: $0, skills: ["a"]) })
            try await self.delay(of: "consent is given") {
                try await stack.publish((1...3).map { Sample.consent($0, of: $0) })
            } until: {
                try await self.people(client, role) == ["01", "02", "03"]
            }
            try await self.delay(of: "a withdrawn consent is gone") {
                try await stack.publish([Sample.consent(1, of: 1, state: .withdrawn, version: 2)])
            } until: {
                try await self.people(client, role) == ["02", "03"]
            }
            try await self.delay(of: "a revoked credential is gone") {
                try await stack.publish([Sample.credential(2, of: 2, skills: ["a"], state: .revoked, version: 2)])
            } until: {
                try await self.people(client, role) == ["03"]
            }
            #expect(await run.child.stop() == .exited(0))
        }
    }

    @Test(arguments: ["matching.skills", "matching.consent", "matching.catalogue"])
    func `killed while it applies, goes on without loss`(consumer: String) async throws {
        try await EventStack.with(.matching) { stack in
            let doomed = try await stack.start(flags: ["--failpoints", "consumer-applied=kill"])
            let credentials = (1...40).map { Sample.credential($0, of: $0, skills: ["a", "b"]) }
            let consents = (1...40).map { Sample.consent($0, of: $0) }
            let issuer = IssuerEvent(
                .published,
                IssuerState(
                    issuer: IssuerID(UUIDValue(high: 3, low: 1)), college: CollegeID(1), name: "North", identifier: "did:key:z", keys: []),
                version: 1, at: .now())
            switch consumer {
            case "matching.skills": try await stack.publish(credentials)
            case "matching.consent": try await stack.publish(consents)
            default: try await stack.publish([issuer])
            }
            #expect(await doomed.child.wait() == .signalled(9), "the failpoint was reached")
            if consumer != "matching.skills" { try await stack.publish(credentials) }
            if consumer != "matching.consent" { try await stack.publish(consents) }
            let heir = try await stack.start()
            try await stack.arrival(of: credentials, at: "matching.skills")
            try await stack.arrival(of: consents, at: "matching.consent")
            if consumer == "matching.catalogue" { try await stack.arrival(of: [issuer], at: consumer) }
            let counts = try await stack.database.execute(
                """
                SELECT (SELECT count(*) FROM matching.credential) || ' ' || (SELECT count(*) FROM matching.skill) || ' '
                    || (SELECT count(*) FROM matching.consent) || ' ' || (SELECT count(*) FROM matching.parked)
                """)
            #expect(counts.contains("40 80 40 0"), "\(counts)")
            #expect(await heir.child.stop() == .exited(0))
        }
    }
}
