import Chassis
import CloudEvents
import EventStack
import HTTP
import JSON
import Observability
import TestSupport
import Testing

/// Two colleges that have done all that can be done here, step by step in turn: files, single credentials, pathways, awards, a review, consents,
/// links, roles.
struct WallPeople: Sendable {
    /// A learner, as her college knows her.
    struct Learner: Sendable {
        let college: Int32
        let number: Int
        let person: UUIDValue

        var visitor: Visitor { .learner(college: self.college, person: self.person) }
        var student: String { WallPeople.student(self.college, self.number) }
    }

    static let colleges: [Int32] = [1, 2]
    static let learners = 1...6
    static let employers = [UUIDValue(high: 70, low: 1), UUIDValue(high: 70, low: 2)]
    static let scopes: Set<String> = [
        "achievement.publish", "campus.write", "credential.issue", "credential.revoke", "review.decide", "pathway.publish", "people.read",
    ]

    let stack: WallStack
    private(set) var people: [Learner] = []
    /// By college: the campus NV; the achievements A1, A2 and CERT; the batch that was never confirmed.
    private(set) var campuses: [Int32: UUIDValue] = [:]
    private(set) var achievements: [Int32: [String: String]] = [:]
    /// Public: every status list and pathway.
    private(set) var statusLists: [String] = []
    private(set) var pathways: [String] = []
    /// The tokens of links, with the link's id.
    private(set) var links: [(token: String, link: UUIDValue)] = []

    static func student(_ college: Int32, _ number: Int) -> String { "STUDENT-\(college)-\(number)" }
    static func staff(_ college: Int32, _ scopes: Set<String> = Self.scopes, campuses: Set<UUIDValue> = []) -> Visitor {
        .staff(Visitor.Staff(college: college, campuses: campuses, scopes: scopes))
    }
    static func employer(_ id: UUIDValue) -> Visitor { .employer(id, scopes: ["role.post", "match.read"]) }

    /// Does it all, and waits for what follows by itself.
    init(_ stack: WallStack) async throws {
        self.stack = stack
        try await eventually("both colleges are open") { try await stack.number("SELECT count(*) FROM issuer.status_list") == 4 }
        try await self.openColleges()
        try await self.issueFiles()
        try await self.completePathways()
        try await self.share()
        try await self.match()
        self.statusLists = try await stack.rows("SELECT id FROM issuer.status_list ORDER BY id")
        self.pathways = try await stack.rows("SELECT id FROM pathway.pathway ORDER BY id")
    }

    private mutating func openColleges() async throws {
        for college in Self.colleges {
            for code in ["NV", "SC"] {
                let campus = try await self.stack.post(
                    "issuer", "campuses", as: Self.staff(college), ["code": .string(code), "name": .string("Campus \(code)")])
                if code == "NV" { self.campuses[college] = campus["id"]?.string.flatMap { UUIDValue($0) } }
            }
        }
        for code in ["A1", "A2", "CERT"] {
            for college in Self.colleges {
                let text: JSON = [
                    "code": .string(code), "kind": .string(code == "CERT" ? "Certificate" : "MicroCredential"),
                    "name": .string("Name \(code)"),
                    "description": "It is done.", "criteria": "All of it.",
                    "alignments": [["name": "Welding", "url": "https://onet.test/1", "framework": "o", "code": "s1"]],
                ]
                self.achievements[college, default: [:]][code] =
                    try await self.stack.post("issuer", "achievements", as: Self.staff(college), text)["id"]?.string
            }
        }
    }

    private mutating func issueFiles() async throws {
        for college in Self.colleges {
            let rows = Self.learners.flatMap { number in
                (number <= 4 ? ["A1", "A2"] : ["A1"]).map { code in
                    "\(Self.student(college, number)),\(number % 2 == 1 ? "NV" : "SC"),\(code),2026-05-30,"
                        + "GIVEN-\(college)-\(number),FAMILY-\(college)-\(number),mail-\(college)-\(number)@x.example,RESULT-\(college)-\(number)\n"
                }
            }
            let head = "student_id,campus,achievement,completed_on,given_name,family_name,email,result\n"
            let bad = "\(Self.student(college, 9)),NOWHERE-\(college),A1,2026-05-30,,,,\n"
            for (name, isConfirmed) in [("FILE-\(college)-done.csv", true), ("FILE-\(college)-open.csv", false)] {
                let day = isConfirmed ? "2026-05-30" : "2026-05-31"
                let answer = try await self.upload((head + rows.joined() + bad).replacing("2026-05-30", with: day), name, college)
                #expect(answer["ready"]?.int == rows.count && answer["wrong"]?.int == 1, "\(answer)")
                guard isConfirmed, let id = answer["id"]?.string else { continue }
                _ = try await self.stack.post("issuer", "batches/\(id)/issue", as: Self.staff(college), [:])
            }
        }
        let (stack, issued) = (self.stack, 2 * 10)
        try await eventually("all are in their wallets") { try await stack.number("SELECT count(*) FROM wallet.item") == issued }
        for college in Self.colleges {
            for number in Self.learners {
                let path = "/issuer/api/v1/credentials?student_id=\(Self.student(college, number))"
                let found = try await self.stack.send("issuer", .get, path, as: Self.staff(college)).json["credentials"]?[0]
                let person = try #require(found?["person"]?.string.flatMap { UUIDValue($0) })
                self.people.append(Learner(college: college, number: number, person: person))
            }
        }
    }

    private func upload(_ text: String, _ name: String, _ college: Int32) async throws -> JSON {
        guard let client = self.stack.clients["issuer"], let field = HTTPField.Name("Cairn-File-Name") else { return .null }
        var headers: HTTPFields = [
            .authorization: "Bearer \(try ServiceRun.token(Self.staff(college), origin: WallStack.origin))", .contentType: "text/csv",
        ]
        headers[field] = name
        return try await client.execute("/issuer/api/v1/batches", method: .post, headers: headers, body: Array(text.utf8)).json
    }

    /// The pathway of each college, the award of who completed it, and a review where a step was taken back.
    private func completePathways() async throws {
        let stack = self.stack
        for college in Self.colleges {
            guard let ids = self.achievements[college], let one = ids["A1"], let two = ids["A2"], let award = ids["CERT"] else { return }
            let text: JSON = [
                "code": "WELD", "name": .string("Welding \(college)"), "award": .string(award),
                "requirement": ["all": [["achievement": .string(one)], ["achievement": .string(two)]]],
            ]
            try await eventually("the pathway is published") {
                let answer = try await stack.send(
                    "pathway", .post, "/pathway/api/v1/pathways", as: Self.staff(college), type: "application/json", body: text.bytes())
                return answer.status == .created
            }
        }
        try await eventually("four learners of each college are awarded") {
            try await stack.number("SELECT count(*) FROM issuer.award_order WHERE credential IS NOT NULL") == 8
        }
        try await eventually("the awards are in their wallets") { try await stack.number("SELECT count(*) FROM wallet.item") == 28 }
        for college in Self.colleges {
            guard let learner = self.people.first(where: { $0.college == college }), let one = self.achievements[college]?["A1"] else {
                return
            }
            let path = "/issuer/api/v1/credentials?student_id=\(learner.student)&achievement=\(one)"
            let found = try await stack.send("issuer", .get, path, as: Self.staff(college)).json["credentials"]?[0]?["id"]?.string ?? ""
            _ = try await stack.post("issuer", "credentials/\(found)/revoke", as: Self.staff(college), ["reason": "A slip."])
        }
        try await eventually("both colleges are asked what becomes of the award") {
            try await stack.number("SELECT count(*) FROM issuer.review") == 2
        }
    }

    /// Of the learners of each college, the second to fourth consent, to one employer or the other; the second to fourth share.
    private mutating func share() async throws {
        for (place, employer) in Self.employers.enumerated() {
            let role: JSON = [
                "employerName": .string("Employer \(place)"), "title": .string("ROLE-\(place)"),
                "requirements": [["name": "Welding", "framework": "o", "code": "s1", "importance": 3, "isMust": false]],
            ]
            _ = try await self.stack.post("matching", "roles", as: Self.employer(employer), role)
        }
        let stack = self.stack
        try await eventually("the wallet knows both employers") {
            try await stack.number("SELECT count(DISTINCT employer) FROM wallet.role") == 2
        }
        let until = JSON.string((WallTime.now() + .seconds(86_400)).description)
        for learner in self.people where (2...4).contains(learner.number) {
            let consent: JSON = [
                "employer": .string(Self.employers[learner.number % 2].description), "purpose": "matching",
                "what": ["skills", "credentials"],
                "until": until,
            ]
            _ = try await self.stack.post("wallet", "consents", as: learner.visitor, consent)
            let items = try await self.stack.send("wallet", .get, "/wallet/api/v1/items", as: learner.visitor).json["items"]
            let share: JSON = [
                "items": [items?[0]?["id"] ?? .null], "until": until, "name": .string("SHOWN-\(learner.college)-\(learner.number)"),
                "for": .string("FOR-\(learner.college)-\(learner.number)"),
            ]
            let link = try await self.stack.post("wallet", "shares", as: learner.visitor, share)
            if let token = link["token"]?.string, let id = link["id"]?.string.flatMap({ UUIDValue($0) }) { self.links.append((token, id)) }
        }
        #expect(self.links.count == 6)
    }

    private func match() async throws {
        let stack = self.stack
        for employer in Self.employers {
            let visitor = Self.employer(employer)
            let role = try await stack.send("matching", .get, "/matching/api/v1/roles", as: visitor).json["roles"]?[0]?["id"]?.string ?? ""
            try await eventually("those who consented are ranked") {
                let answer = try await stack.send("matching", .get, "/matching/api/v1/roles/\(role)/matches", as: visitor).json
                return (answer["matches"]?.array?.count ?? 0) == (employer == Self.employers[0] ? 4 : 2)
            }
        }
    }
}
