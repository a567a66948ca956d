import Chassis
import CloudEvents
import EventStack
import HTTP
import JSON
import Observability
import TestSupport

/// Asks every route as anybody might, and reads every answer for what is not the visitor's to see.
struct WallDrive {
    /// What came of it.
    struct Report {
        var requests = 0
        /// How often each route answered with a status below 400, or that the state of what is one's own does not allow it (409).
        var welcomed: [String: Int] = [:]
        /// How often a route gave somebody rows of her own, by the table that they lie in.
        var own: [String: Set<String>] = [:]
        /// Rows that came to somebody whose they are not, faults of a service, and changes of what is another's.
        var leaks: [String] = []
    }

    private let stack: WallStack
    private let people: WallPeople
    private let routes: [WallRoute]
    private let visitors: [Visitor]
    private var marks: WallMarks
    private var random: SeededRandom
    /// Credentials that were suspended on the way.
    private var suspended: [String] = []
    private(set) var report = Report()

    init(_ stack: WallStack, _ people: WallPeople, routes: [WallRoute], seed: UInt64) async throws {
        (self.stack, self.people, self.routes) = (stack, people, routes)
        self.marks = try await WallMarks(stack)
        self.random = SeededRandom(seed)
        self.visitors = Self.visitors(people)
    }

    /// Staff with all rights, with one each, of one campus, with none; learners; the same pseudonym at the other college; employers; links; nobody.
    private static func visitors(_ people: WallPeople) -> [Visitor] {
        var all: [Visitor] = [.anonymous, .learner(college: 1, person: UUIDValue(high: 9, low: 9))]
        for college in WallPeople.colleges {
            all += [WallPeople.staff(college), WallPeople.staff(college)]
            all += ["credential.issue", "credential.revoke", "review.decide", "campus.write"].map { WallPeople.staff(college, [$0]) }
            all.append(WallPeople.staff(college, []))
            if let campus = people.campuses[college] {
                all.append(WallPeople.staff(college, ["credential.issue", "credential.revoke", "review.decide"], campuses: [campus]))
            }
        }
        all.append(WallPeople.staff(3))
        all += people.people.flatMap { [$0.visitor, $0.visitor] }
        all += people.people.prefix(3).map { .learner(college: 3 - $0.college, person: $0.person) }
        all += WallPeople.employers.flatMap { [WallPeople.employer($0), WallPeople.employer($0), .employer($0, scopes: ["role.post"])] }
        all.append(WallPeople.employer(UUIDValue(high: 70, low: 9)))
        all += people.links.prefix(2).map { .shareLink($0.link) }
        return all
    }

    /// Asks so many times, every route in turn.
    mutating func run(_ count: Int) async throws {
        for place in 0..<count {
            if place % 400 == 399 { self.marks = try await WallMarks(self.stack) }
            try await self.ask(self.routes[place % self.routes.count])
        }
    }

    /// Asks on where nobody has been let in by chance so far, these routes aside.
    mutating func insist(except shut: Set<String>) async throws {
        for route in self.routes where !shut.contains(route.description) {
            for _ in 0..<300 where self.report.welcomed[route.description] == nil { try await self.ask(route) }
        }
    }

    private mutating func ask(_ route: WallRoute) async throws {
        let likely = self.visitors.filter { $0.isLikely(at: route.service) }
        let pool = self.chance(of: 2) == 0 && !likely.isEmpty ? likely : self.visitors
        guard let visitor = pool.randomElement(using: &self.random) else { return }
        var keys = visitor.keys(in: route.service)
        let target = self.target(of: route, for: keys, &keys)
        let (type, body) = route.method == .get ? (nil, "") : self.body(of: route, for: keys)
        // What takes away for good is done less often, so that something is left.
        if ["/revoke", "/take-back", "/end", "/stop", "/withdraw", "/close"].contains(where: route.path.hasSuffix), route.method == .post,
            self.chance(of: 3) < 2
        {
            return
        }
        let answer = try await self.stack.send(
            route.service, route.method, target, as: visitor, type: type, body: Array(body.utf8), key: "key-\(self.random.next())")
        // Her own pseudonym is no news to her, whosever it is at the other college.
        let request = "\(target) \(body) \(visitor.person.map(\.description) ?? "")"
        let text = answer.headers.map { "\($0.name): \($0.value)\n" }.joined() + answer.text
        self.report.requests += 1
        let (name, status) = (route.description, answer.status.code)
        if status < 400 || status == 409 { self.report.welcomed[name, default: 0] += 1 }
        if status < 400, route.path.hasSuffix("/suspend") {
            self.suspended += target.split(separator: "/").map(String.init).filter { UUIDValue($0) != nil }
        }
        for mark in self.marks.all(in: text, asked: request) where !mark.holders.isDisjoint(with: keys) {
            self.report.own[name, default: []].insert(mark.table)
        }
        // The third college has never been opened here, and is told so.
        if status >= 500, !(visitor.isOfThirdCollege && status == 503) {
            self.report.leaks.append("\(name) \(target) \(body) fails: \(status) \(answer.text)")
        }
        var found = self.leaks(of: route, status, in: text, asked: request, by: keys)
        if found.isEmpty { return }
        // It may be hers since a moment ago.
        self.marks = try await WallMarks(self.stack)
        found = self.leaks(of: route, status, in: text, asked: request, by: keys)
        self.report.leaks += found.map { "\(name) \(target) \(body) \($0), asked by \(visitor)" }
    }

    /// What an answer shows that is another's; and what a request has done to something that is another's.
    private func leaks(of route: WallRoute, _ status: Int, in text: String, asked request: String, by keys: Set<String>) -> [String] {
        var leaks = self.marks.all(in: text, asked: request).filter { $0.holders.isDisjoint(with: keys) }
            .map { "shows \($0.table) \($0.text) of \($0.holders.sorted())" }
        if route.method != .get, status < 400, route.service != "verifier" {
            leaks += self.marks.all(in: request).filter { $0.table != "issuer.person" && $0.holders.isDisjoint(with: keys) }
                .map { "changes \($0.table) of \($0.holders.sorted())" }
        }
        return leaks
    }

    private mutating func chance(of parts: UInt64) -> UInt64 { self.random.next() % parts }

    /// An id of a table: mostly one's own, where there is one.
    private mutating func id(_ table: String, for keys: Set<String>) -> String {
        let all = self.marks.marks(of: table).filter { UUIDValue($0.text) != nil }
        let own = all.filter { !$0.holders.isDisjoint(with: keys) }
        let pool = !own.isEmpty && self.chance(of: 2) == 0 ? own : all
        return pool.randomElement(using: &self.random)?.text ?? "00000000-0000-7000-8000-000000000000"
    }

    private mutating func target(of route: WallRoute, for keys: Set<String>, _ gained: inout Set<String>) -> String {
        var parts = route.path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        for place in parts.indices where parts[place].contains("{") {
            switch (parts[place], parts[place - 1]) {
            case ("{token}", _):
                guard let link = self.people.links.randomElement(using: &self.random) else { continue }
                parts[place] = link.token
                gained.insert("link \(link.link)")
            case ("{file}", _): parts[place] = "1.json"
            case ("{decision}", _): parts[place] = self.chance(of: 2) == 0 ? "keep" : "take-back"
            case ("{name}", _):
                parts[place] =
                    ["issuer": "credential.v1.json", "wallet": "item.v1.json", "pathway": "pathway.v1.json", "matching": "role.v1.json"][
                        route.service] ?? "x"
            case (_, "achievements"):
                parts[place] = self.people.achievements[self.college()]?.values.sorted().randomElement(using: &self.random) ?? ""
            case (_, "status"): parts[place] = self.people.statusLists.randomElement(using: &self.random) ?? ""
            case (_, "pathways"), (_, "pathway"): parts[place] = self.people.pathways.randomElement(using: &self.random) ?? ""
            case (_, "items"), (_, "share"): parts[place] = self.id("wallet.item", for: keys)
            case (_, "credentials") where route.path.hasSuffix("/reinstate") && !self.suspended.isEmpty:
                parts[place] = self.suspended.randomElement(using: &self.random) ?? ""
            case (_, "credentials"): parts[place] = self.id(route.service == "issuer" ? "issuer.credential" : "wallet.item", for: keys)
            case (_, "shares"), (_, "links"): parts[place] = self.id("wallet.share_link", for: keys)
            case (_, "consents"): parts[place] = self.id("wallet.consent", for: keys)
            case (_, "batches"): parts[place] = self.id("issuer.batch", for: keys)
            case (_, "reviews"): parts[place] = self.id("issuer.review", for: keys)
            case (_, "roles"): parts[place] = self.id("matching.role", for: keys)
            default: parts[place] = self.id("issuer.credential", for: keys)
            }
        }
        let path = parts.joined(separator: "/")
        guard route.method == .get else { return path }
        let queries = [
            "", "?college=\(self.college())", "?student_id=\(self.student())", "?achievement=A1", "?achievement=CERT",
            "?after=\(self.id("wallet.item", for: keys))", "?limit=5",
        ]
        let isSearch = path == "/issuer/api/v1/credentials"
        return path + (queries[Int(isSearch ? 2 + self.chance(of: 3) : self.chance(of: UInt64(queries.count)))])
    }

    private mutating func college() -> Int32 { Int32(1 + self.chance(of: 2)) }

    private mutating func student() -> String { WallPeople.student(self.college(), Int(1 + self.chance(of: 6))) }

    /// What may be right for a route, naming what is hers or another's.
    private mutating func body(of route: WallRoute, for keys: Set<String>) -> (type: String?, text: String) {
        let college = self.college()
        let one = self.people.achievements[college]?["A1"] ?? ""
        let until = (WallTime.now() + .seconds(86_400)).description
        func json(_ value: JSON) -> (String?, String) { ("application/json", value.description) }
        let form = "application/x-www-form-urlencoded"
        let employer = WallPeople.employers[Int(self.chance(of: 2))].description
        switch route.path.split(separator: "/").last.map(String.init) ?? "" {
        case "campuses": return json(["code": .string("C\(self.chance(of: 9))"), "name": "Campus"])
        case "achievements": return json(["name": "Name", "description": "It is.", "criteria": "All."])
        case "credentials" where !route.path.contains("/api/"): return (form, "student=\(self.student())")
        case "take-back", "{decision}": return (form, "reason=It+is+so.")
        case "credentials":
            return json([
                "student": .string(self.student()), "achievement": .string(one),
                "completedOn": "2026-0\(1 + self.chance(of: 6))-1\(self.chance(of: 9))",
            ])
        case "batches":
            return ("text/csv", "student_id,campus,achievement,completed_on\n\(self.student()),NV,A1,2026-04-\(10 + self.chance(of: 19))\n")
        case "issue": return route.path.contains("/api/") ? json([:]) : (form, "taken_back=leave")
        case "decide": return json(["decision": "keep", "reason": "It is so."])
        case "revoke", "suspend", "reinstate": return json(["reason": "It is so."])
        case "consents" where route.path.contains("/api/"):
            return json([
                "employer": .string(employer), "purpose": "matching", "what": ["skills"], "until": .string(until),
                "items": [.string(self.id("wallet.item", for: keys))],
            ])
        case "consents": return (form, "employer=\(employer)&what=skills&purpose=matching&until=\(until.prefix(10))")
        case "shares": return json(["items": [.string(self.id("wallet.item", for: keys))], "until": .string(until)])
        case "pathways":
            return json(["code": .string("P\(self.chance(of: 5))"), "name": "Way", "requirement": ["achievement": .string(one)]])
        case "roles":
            return json([
                "employerName": "Employer", "title": "Fitter",
                "requirements": [["name": "Welding", "framework": "o", "code": "s1", "importance": 3, "isMust": false]],
            ])
        case "verifications": return ("application/vc", "{}")
        case "enter": return (form, "ticket=none")
        case "people": return (form, "person=0")
        case "new":
            return (
                "multipart/form-data; boundary=b",
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.csv\"\r\nContent-Type: text/csv\r\n\r\n"
                    + "student_id,campus,achievement,completed_on\n\(self.student()),NV,A1,2026-03-\(10 + self.chance(of: 19))\n\r\n--b--\r\n"
            )
        case "verifier":
            return (
                "multipart/form-data; boundary=b",
                "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n{}\r\n--b--\r\n"
            )
        case _ where route.path.contains("/share/"): return (form, "audience=Somebody&name=&until=\(until.prefix(10))")
        default: return route.path.contains("/api/") ? json([:]) : (form, "")
        }
    }
}

extension Visitor {
    /// A learner's pseudonym.
    fileprivate var person: UUIDValue? { if case .learner(_, let person) = self { person } else { nil } }

    /// Whether she works at a college that nobody has opened.
    fileprivate var isOfThirdCollege: Bool { if case .staff(let staff) = self { staff.college == 3 } else { false } }

    /// Whether a service is made for somebody like her.
    fileprivate func isLikely(at service: String) -> Bool {
        switch (self, service) {
        case (.staff(let staff), "issuer"), (.staff(let staff), "pathway"): staff.scopes.count > 3 && staff.college < 3
        case (.learner, "wallet"), (.learner, "pathway"): true
        case (.employer(_, let scopes), "matching"): scopes.count == 2
        default: false
        }
    }
}
