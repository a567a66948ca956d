import Chassis
import CloudEvents
import HTTP
import JSON
import Postgres
import Testing

@Suite struct `A visitor` {
    static let id = UUIDValue(high: 0x0192_f0c1_2345_7abc, low: 0x8def_0123_4567_89ab)
    static let visitors: [Visitor] = [
        .staff(.init(college: 17, scopes: ["credential.issue", "credential.revoke"])),
        .staff(.init(college: 17, campuses: [Self.id], scopes: [])),
        .learner(college: 17, person: Self.id), .employer(Self.id, scopes: ["role.post"]), .shareLink(Self.id),
    ]

    @Test(arguments: Self.visitors)
    func `comes back from the claims of a token`(visitor: Visitor) throws {
        #expect(try Visitor(claims: .object(visitor.claims)) == visitor)
    }

    @Test func `is not made of claims that do not fit`() {
        let staff: JSON = ["visitor": "staff", "college": 17, "scope": "a b"]
        let learner: JSON = ["visitor": "learner", "college": 17, "person": .string(Self.id.description)]
        let many = String(repeating: "a ", count: 101)
        for (claims, name) in [
            ([:], "visitor"), (staff.with("visitor", "operator"), "visitor"), (staff.with("visitor", "anonymous"), "visitor"),
            (staff.with("college", 0), "college"), (staff.with("college", nil), "college"),
            (staff.with("college", "17"), "college"), (staff.with("college", 3_000_000_000), "college"),
            (staff.with("scope", ["a"]), "scope"),
            (staff.with("scope", .string(many)), "scope"), (staff.with("campuses", []), "campuses"),
            (staff.with("campuses", "x"), "campuses"),
            (staff.with("campuses", ["x"]), "campuses"), (learner.with("person", nil), "person"), (learner.with("person", "17"), "person"),
            (learner.with("college", nil), "college"), (["visitor": "employer"], "employer"), (["visitor": "share-link"], "link"),
        ] as [(JSON, String)] {
            #expect(throws: TokenError.wrongClaim(name)) { try Visitor(claims: claims) }
        }
    }

    @Test func `tells the database who she is`() {
        let id = Self.id.description
        #expect(Visitor.anonymous.databaseScope == Scope(["cairn.visitor": "anonymous"]))
        #expect(
            Self.visitors[0].databaseScope
                == Scope(["cairn.visitor": "staff", "cairn.college": "17", "cairn.scopes": "credential.issue credential.revoke"]))
        #expect(Self.visitors[1].databaseScope == Scope(["cairn.visitor": "staff", "cairn.college": "17", "cairn.campuses": id]))
        #expect(Self.visitors[2].databaseScope == Scope(["cairn.visitor": "learner", "cairn.college": "17", "cairn.person": id]))
        #expect(Self.visitors[3].databaseScope == Scope(["cairn.visitor": "employer", "cairn.employer": id, "cairn.scopes": "role.post"]))
        #expect(Self.visitors[4].databaseScope == Scope(["cairn.visitor": "share-link", "cairn.link": id]))
    }

    @Test func `may do what belongs to her kind, college and scopes`() throws {
        let staff = Self.visitors[0]
        #expect(try staff.staff(of: 17, with: "credential.issue").college == 17)
        #expect(throws: Problem.self) { try staff.staff(with: "pathway.publish") }
        for visitor in Self.visitors.dropFirst(2) {
            let problem = #expect(throws: Problem.self) { try visitor.staff(with: "credential.issue") }
            #expect(problem?.code == "other-visitor" && problem?.status == .forbidden)
        }
        let other = #expect(throws: Problem.self) { try staff.staff(of: 18, with: "credential.issue") }
        #expect(other?.code == "other-college" && other?.status == .forbidden)
        let nobody = #expect(throws: Problem.self) { try Visitor.anonymous.learner() }
        #expect(nobody?.code == "sign-in-needed" && nobody?.status == .unauthorized)
        #expect(try Self.visitors[2].learner().person == Self.id)
        #expect(try Self.visitors[3].employer(with: "role.post") == Self.id)
        #expect(throws: Problem.self) { try Self.visitors[3].employer(with: "role.close") }
    }
}
