import CloudEvents
import Credentials
import Crypto
import Events
import JSON
import Observability
import Postgres
import TestSupport
import Testing

@testable import cairn_issuer

@Suite struct `The issuer's secrets` {
    private static let old = "k0:" + String(repeating: "0a", count: 32)
    private static let new = "k1:" + String(repeating: "0b", count: 32)

    @Test func `open under either of two master keys, in their own place alone`() throws {
        let sealed = try MasterKeys(Self.old).seal([1, 2, 3], for: "a/1", random: SystemRandom())
        #expect(sealed.keyID == "k0")
        let both = try MasterKeys(Self.new, previous: Self.old)
        #expect(try both.open(sealed, for: "a/1") == [1, 2, 3])
        #expect(try both.seal([4], for: "a/1", random: SystemRandom()).keyID == "k1")
        #expect(throws: CryptoError.authenticationFailure) { try both.open(sealed, for: "a/2") }
        #expect(throws: IssuerError.self) { try MasterKeys(Self.new).open(sealed, for: "a/1") }
        #expect(throws: IssuerError.self) { try MasterKeys("k1:0b") }
        #expect(throws: IssuerError.self) { try MasterKeys(Self.new, previous: Self.new) }
    }

    @Test func `lie sealed in the database, and the college is told of once`() async throws {
        try await IssuerStory.run { story in
            let keys = try MasterKeys(IssuerStory.masterKey)
            let college = try await Colleges(story.http, masterKeys: keys).college(CollegeID(1))
            #expect(college.name == "North Valley College" && college.did.hasPrefix("did:key:z6Mk"))
            let opening = OpeningCollege(
                database: story.events, masterKeys: keys, site: Site(origin: IssuerStory.origin), random: SystemRandom(),
                now: { WallTime.now() })
            #expect(try await opening.open(CollegeID(1), name: "Another") == false)
            let events = try await story.events.transaction { tx in
                try tx.query("SELECT type FROM outbox WHERE college = 1 ORDER BY seq").decode((String).self)
            }
            #expect(
                events == ["org.cairn.issuer.published.v1", "org.cairn.statuslist.updated.v1", "org.cairn.statuslist.updated.v1"])
        }
    }

    @Test(arguments: [("S1", "S1", true), (" S1\n", "S1", true), ("s1", "S1", false), ("S1", "S2", false)])
    func `make one pseudonym of one number`(left: String, right: String, same: Bool) throws {
        let (left, right) = (try #require(StudentNumber(left)), try #require(StudentNumber(right)))
        #expect((left == right) == same)
    }

    @Test func `make a pseudonym of the head of HMAC-SHA-256 over the number`() throws {
        // The well-known code of this sentence under the key "key".
        let code = try Hex.decode("f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8")
        let college = College(
            id: CollegeID(1), issuer: IssuerID(UUIDValue(high: 1, low: 1)), name: "", publicURL: "", did: "",
            keyID: UUIDValue(high: 1, low: 2), method: "", key: .ed25519(try Curve25519.Signing.PrivateKey(from: SystemRandom())),
            personSecret: SymmetricKey(data: Array("key".utf8)))
        let number = try #require(StudentNumber(" The quick brown fox jumps over the lazy dog "))
        let (hash, person) = college.pseudonym(of: number)
        #expect(hash == code && person.description == "f7bc83f4-3053-8424-b132-98e6aa6fb143")
    }
}

@Suite struct `Places in status lists` {
    @Test func `are given once, and a new pair follows a full one`() async throws {
        try await IssuerStory.run { story in
            // All blocks but two are leased by somebody who has crashed.
            try await story.sql.execute(
                "UPDATE issuer.status_block SET leased_by = '0192f0c1-2345-7abc-8def-0123456789ab', leased_at = now() WHERE number > 1")
            let college = try await Colleges(story.http, masterKeys: try MasterKeys(IssuerStory.masterKey)).college(CollegeID(1))
            func places(_ process: UInt64) -> StatusPlaces {
                StatusPlaces(
                    story.http, process: UUIDValue(high: 1, low: process), site: Site(origin: IssuerStory.origin), random: SystemRandom(),
                    now: { WallTime.now() })
            }
            let (left, right) = (places(1), places(2))
            var given: Set<StatusPlace> = []
            let count = 2 * StatusList.blockSize
            for index in 0..<count { given.insert(try await (index % 2 == 0 ? left : right).next(for: college)) }
            #expect(given.count == count)
            let full = try await story.sql.execute("SELECT count(*) FROM issuer.status_list WHERE college = 1 AND is_full")
            #expect(full.filter(\.isNumber) == "2")
            let next = try await left.next(for: college)
            #expect(!given.map(\.revocation).contains(next.revocation))
            #expect(try await story.count("status_list") == 6)
        }
    }

    @Test func `are shuffled: every entry once`() {
        let order = SystemRandom().shuffled(below: StatusBits.entries)
        #expect(Set(order).count == StatusBits.entries && order != order.sorted())
    }
}
