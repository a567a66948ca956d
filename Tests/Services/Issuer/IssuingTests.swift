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

@Suite struct `Issuing a credential` {
    @Test func `writes an event with a document that verifies, until it is revoked`() async throws {
        try await IssuerStory.run { story in
            let answer = try await story.issue(IssuerStory.order(try await story.achievement()), key: "a")
            #expect(answer.status == .created, "\(answer.text)")
            let id = try #require(try answer.json["id"]?.string)
            #expect(answer.headers[.location] == "/issuer/api/v1/credentials/\(id)")
            let event = try await story.newestCredential(id)
            #expect(event.state.document == (try answer.json["document"]?.string) && event.version == 1 && event.verb == .issued)
            #expect(event.state.skills == [SkillReference(framework: "onet", code: "51-4121.00")])
            #expect(!event.state.document.contains("S-100") && !event.state.document.contains("Ada"))
            let verdict = try await story.verdict(on: event.state.document)
            #expect(verdict.overall == .valid, "\(verdict.json)")
        }
    }
}

extension IssuerStory {
    /// The newest event of a credential, as a reader decodes it.
    func newestCredential(_ id: String) async throws -> CredentialEvent {
        let id = UUIDValue(id)
        return try await self.events.transaction { tx in
            let rows = try tx.query("SELECT type, version, time, data FROM outbox WHERE subject = \(id) ORDER BY seq DESC LIMIT 1")
            guard let row = rows.first else { throw IssuerError.unknownCredential }
            let (type, version, time, data) = try row.decode((String, Int64, WallTime, [UInt8]).self)
            let state = try JSONDocument(parsing: data).decode(CredentialState.self)
            let verb = try #require(CredentialState.Verb.allCases.first { type == EventType("credential", $0.rawValue).description })
            return CredentialEvent(verb, state, version: version, at: time)
        }
    }

    /// What a verifier says that has the college's public status lists and a list of issuers.
    func verdict(on document: String) async throws -> Verdict {
        let json = try JSON(parsing: Array(document.utf8))
        let now = DateTimeStamp(microsecondsSinceEpoch: WallTime.now().microseconds)
        var context = VerificationContext()
        for entry in json["credentialStatus"]?.array ?? [] {
            let url = try #require(entry["statusListCredential"]?.string)
            let answer = try await self.send(.get, String(url.dropFirst(Self.origin.count)), as: .anonymous)
            #expect(answer.status == .ok && answer.headers[.contentType] == "application/vc")
            context.statusLists[url] = StatusListCopy(document: try answer.json, takenAt: now)
        }
        #expect(context.statusLists.count == 2)
        let issuer = try #require(json["issuer"]?["id"]?.string)
        context.trustLists = [TrustList(name: "colleges", issuers: [issuer: TrustList.Entry(name: "North Valley College")])]
        return Verification(of: Array(document.utf8), at: now, in: context).verdict()
    }
}
