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
            context.statusLists[url] = StatusListCopy(document: answer.json, takenAt: now)
        }
        #expect(context.statusLists.count == 2)
        let issuer = try #require(json["issuer"]?["id"]?.string)
        context.trustLists = [TrustList(name: "colleges", issuers: [issuer: TrustList.Entry(name: "North Valley College")])]
        return Verification(of: Array(document.utf8), at: now, in: context).verdict()
    }

    /// Revokes, suspends or reinstates.
    func change(_ id: String, _ change: String, as visitor: Visitor = IssuerStory.staff()) async throws -> ReceivedResponse {
        try await self.send(.post, "/issuer/api/v1/credentials/\(id)/\(change)", as: visitor, ["reason": "a slip"])
    }

    /// Retires the first college's key and gives it another; gives the new one's name in proofs.
    func replaceKey() async throws -> String {
        let random = SystemRandom()
        let (id, key) = (random.newID(at: WallTime.now()), try Curve25519.Signing.PrivateKey(from: random))
        let did = DIDKey(Multikey(key.publicKey))
        let place = College.signingKeyPlace(CollegeID(1), id)
        let sealed = try MasterKeys(Self.masterKey).seal(key.rawRepresentation, for: place, random: random)
        try await self.sql.execute("UPDATE issuer.signing_key SET state = 'retired', until = now() WHERE college = 1")
        let (text, method) = (did.description, did.verificationMethod)
        try await self.events.transaction(as: .events(of: [CollegeID(1)])) { tx in
            try tx.execute(
                """
                INSERT INTO signing_key (college, id, did, method, private_key, master_key, since)
                VALUES (1, \(id), \(text), \(method), \(sealed.bytes), \(sealed.keyID), now())
                """)
        }
        return method
    }

    /// How many rows a table has, as the superuser counts them.
    func count(_ table: String) async throws -> Int {
        Int(try await self.sql.execute("SELECT count(*) FROM issuer.\(table)").filter(\.isNumber)) ?? -1
    }

    /// The keyed hash of a student number of the first college, in hexadecimal digits.
    func hash(of student: String) async throws -> String {
        let colleges = Colleges(self.http, masterKeys: try MasterKeys(Self.masterKey))
        let number = try #require(StudentNumber(student))
        return Hex.encode(try await colleges.college(CollegeID(1)).pseudonym(of: number).hash)
    }
}
