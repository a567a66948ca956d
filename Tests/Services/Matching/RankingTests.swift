import Chassis
import CloudEvents
import EventStack
import Events
import HTTP
import JSON
import MatchEngine
import Observability
import Postgres
import TestSupport
import Testing

@testable import cairn_matching

@Suite struct `A ranking` {
    @Test func `orders learners by covered importance, and says of each requirement which credential shows it`() async throws {
        try await MatchingStory.run { story in
            let role = try await story.role([("a", 5, true), ("b", 2, false), ("c", 1, true)])
            try await story.keep(
                credentials: [
                    Sample.credential(1, of: 1, skills: ["a"]), Sample.credential(2, of: 1, skills: ["a", "b"]),
                    Sample.credential(3, of: 2, college: 2, skills: ["a"]), Sample.credential(4, of: 3, skills: ["b", "c", "x"]),
                    Sample.credential(5, of: 4, skills: ["x"]),
                ],
                consents: [
                    Sample.consent(1, of: 1, what: [.skills, .credentials]), Sample.consent(2, of: 2, college: 2),
                    Sample.consent(3, of: 3), Sample.consent(4, of: 4),
                ])
            #expect(try await story.ranking(role) == ["01: 7", "02: 5", "03: 3"])
            let all = try await story.matches(role)
            #expect(all["of"]?.int == 8 && all["count"]?.int == 3)
            let rows = try #require(all["matches"]?[0]?["rows"]?.array)
            #expect(rows.map { $0["met"] == true } == [true, true, false])
            #expect(rows[0]["credential"]?.string == "\(CredentialID(UUIDValue(high: 2, low: 1)))")
            #expect(all["matches"]?[2]?["missingMust"] == ["Skill a"])
            let two = try await story.matches(role, query: "?limit=2")
            #expect(two["matches"]?.array?.count == 2 && two["count"]?.int == 3)
            for query in ["?limit=0", "?limit=101", "?limit=x", "?limit=1&limit=2"] {
                #expect(try await story.send(.get, "/matching/api/v1/roles/\(role)/matches\(query)").status == .badRequest, "\(query)")
            }
        }
    }

    @Test func `counts a credential only while it holds`() async throws {
        try await MatchingStory.run { story in
            let role = try await story.role([("a", 5, true)])
            let hour = Duration.seconds(3_600)
            try await story.keep(
                credentials: [
                    Sample.credential(1, of: 1, skills: ["a"]), Sample.credential(2, of: 2, skills: ["a"], state: .suspended),
                    Sample.credential(3, of: 3, skills: ["a"], until: .now() + .seconds(-1), from: .now() + (.zero - hour)),
                    Sample.credential(4, of: 4, skills: ["a"], from: .now() + hour),
                ], consents: (1...4).map { Sample.consent($0, of: $0) })
            #expect(try await story.ranking(role) == ["01: 5"])
            try await story.keep(credentials: [Sample.credential(1, of: 1, skills: ["a"], state: .revoked, version: 2)])
            #expect(try await story.ranking(role) == [])
            try await story.keep(credentials: [Sample.credential(1, of: 1, skills: ["a"], version: 1)])
            #expect(try await story.ranking(role) == [], "an older state comes too late")
        }
    }

    @Test func `holds whoever lets this employer see it for matching, now, and nothing beside what she named`() async throws {
        try await MatchingStory.run { story in
            let role = try await story.role([("a", 5, true), ("b", 3, false)])
            let item = Sample.item(1, of: 6, credential: 61)
            try await story.keep(
                credentials: (1...5).map { Sample.credential($0, of: $0, skills: ["a"]) } + [
                    Sample.credential(61, of: 6, skills: ["b"]), Sample.credential(62, of: 6, skills: ["a"]),
                ], items: [item, Sample.item(2, of: 6, credential: 62)],
                consents: [
                    Sample.consent(1, of: 1, to: MatchingStory.rival), Sample.consent(2, of: 2, purpose: .recruiting),
                    Sample.consent(3, of: 3, state: .withdrawn), Sample.consent(4, of: 4, until: .now() + .seconds(-1)),
                    Sample.consent(5, of: 5, what: [.progress]), Sample.consent(6, of: 6, items: [item.state.item]),
                ])
            #expect(try await story.ranking(role) == ["06: 3"])
            let rival = MatchingStory.employer(MatchingStory.rival)
            let theirs = try await story.role([("a", 1, false)], as: rival)
            #expect(try await story.ranking(theirs, as: rival) == ["01: 1"])
            #expect(try await story.send(.get, "/matching/api/v1/roles/\(role)/matches", as: rival).status == .notFound)
            try await story.keep(consents: [Sample.consent(6, of: 6, state: .withdrawn, version: 2)])
            #expect(try await story.ranking(role) == [])
        }
    }

    @Test func `names a credential only to whom its learner lets see credentials, and not skills alone`() async throws {
        try await MatchingStory.run { story in
            let role = try await story.role([("a", 5, true), ("b", 3, false)])
            let items = [Sample.item(1, of: 2, credential: 20), Sample.item(2, of: 2, credential: 22)]
            try await story.keep(
                credentials: [
                    Sample.credential(10, of: 1, skills: ["a"]), Sample.credential(20, of: 2, skills: ["b"]),
                    Sample.credential(21, of: 2, skills: ["a"]), Sample.credential(22, of: 2, skills: ["a"]),
                ], items: items,
                consents: [
                    Sample.consent(1, of: 1), Sample.consent(2, of: 2),
                    Sample.consent(3, of: 2, what: [.credentials], items: [items[1].state.item]),
                ])
            let matches = try await story.matches(role)["matches"]?.array ?? []
            #expect(try await story.ranking(role) == ["02: 8", "01: 5"])
            let rows = matches.flatMap { $0["rows"]?.array ?? [] }
            #expect(rows.map { $0["met"]?.bool } == [true, true, true, false])
            let seen = "\(CredentialID(UUIDValue(high: 2, low: 22)))"
            #expect(rows.map { $0["credential"]?.string } == [seen, nil, nil, nil], "of two that show it, the one that may be seen")
            let page = try await story.send(.get, "/matching/roles/\(role)", accept: "text/html").text
            #expect(page.ranges(of: "only skills are shared with you").count == 2)
        }
    }

    @Test func `shows nobody for a role that is closed, until it is posted again`() async throws {
        try await MatchingStory.run { story in
            let role = try await story.role([("a", 5, true)], code: "FIT")
            let open = try await story.role([("a", 1, true)])
            try await story.keep(credentials: [Sample.credential(1, of: 1, skills: ["a"])], consents: [Sample.consent(1, of: 1)])
            #expect(try await story.send(.post, "/matching/api/v1/roles/\(role)/close").status == .ok)
            let answer = try await story.send(.get, "/matching/api/v1/roles/\(role)/matches")
            #expect(answer.status == .conflict && answer.json["code"]?.string == "role-closed")
            let page = try await story.send(.get, "/matching/roles/\(role)", accept: "text/html")
            #expect(page.status == .ok && page.text.contains("This role is closed.") && !page.text.contains("Candidate"))
            let roles = try await story.send(.get, "/matching/roles", accept: "text/html").text
            #expect(roles.ranges(of: "1 person agreed").count == 1, "the open one counts, the closed one does not")
            #expect(try await story.ranking(open) == ["01: 1"])
            #expect(try await story.role([("a", 5, true)], code: "FIT") == role)
            #expect(try await story.ranking(role) == ["01: 5"])
        }
    }

    @Test func `counts for all roles at once whom each one's list holds`() async throws {
        try await MatchingStory.run { story in
            for skills in [["a"], ["a", "b"], ["c"], ["x"]] { _ = try await story.role(skills.map { ($0, 3, false) }) }
            try await story.keep(
                credentials: [
                    Sample.credential(1, of: 1, skills: ["a", "b"]), Sample.credential(2, of: 2, college: 2, skills: ["a"]),
                    Sample.credential(3, of: 3, skills: ["b"]), Sample.credential(4, of: 4, skills: ["a", "b", "c"]),
                ], consents: [Sample.consent(1, of: 1), Sample.consent(2, of: 2, college: 2), Sample.consent(3, of: 3)])
            let found = try await story.http.transaction(as: MatchingStory.employer().databaseScope) { tx in
                let roles = try tx.roles(limit: 10)
                let counts = try tx.counts(of: roles)
                return try roles.map { role in
                    let ranking = try tx.ranking(for: role.id, by: role.text.requirements.map(\.requirement), day: "", limit: 10)
                    return (counts[role.id] ?? 0, ranking.count)
                }
            }
            #expect(found.map(\.0) == found.map(\.1) && found.map(\.0).sorted() == [0, 0, 2, 3])
        }
    }

    @Test func `puts equal points in an order of the day`() async throws {
        try await MatchingStory.run { story in
            let role = try #require(RoleID(try await story.role([("a", 5, true)])))
            try await story.keep(
                credentials: (1...30).map { Sample.credential($0, of: $0, skills: ["a"]) },
                consents: (1...30).map { Sample.consent($0, of: $0) })
            func order(_ day: String) async throws -> [PersonID] {
                try await story.http.transaction(as: MatchingStory.employer().databaseScope) { tx in
                    let requirements = try tx.role(role)?.text.requirements.map(\.requirement) ?? []
                    return try tx.ranking(for: role, by: requirements, day: day, limit: 30).ranked.map(\.person)
                }
            }
            let today = try await order("2026-11-25")
            #expect(try await order("2026-11-25") == today)
            let tomorrow = try await order("2026-11-26")
            #expect(tomorrow != today && Set(tomorrow) == Set(today) && today.count == 30)
        }
    }

    @Test func `is none when consents were not read for five minutes, in words`() async throws {
        try await MatchingStory.run { story in
            let role = try await story.role([("a", 5, true)])
            try await story.keep(credentials: [Sample.credential(1, of: 1, skills: ["a"])], consents: [Sample.consent(1, of: 1)])
            for moment in ["clock_timestamp() - interval '301 seconds'", "NULL"] {
                try await story.noteCaughtUp(moment)
                let answer = try await story.send(.get, "/matching/api/v1/roles/\(role)/matches")
                #expect(answer.status == .serviceUnavailable && answer.json["code"]?.string == "consents-stale")
                let page = try await story.send(.get, "/matching/roles/\(role)", accept: "text/html")
                #expect(page.status == .ok && page.text.contains("There is no list just now.") && !page.text.contains("Candidate"))
                let roles = try await story.send(.get, "/matching/roles", accept: "text/html").text
                #expect(roles.contains("is not known just now") && !roles.contains("agreed to be found"))
            }
            try await story.noteCaughtUp("clock_timestamp() - interval '200 seconds'")
            #expect(try await story.ranking(role) == ["01: 5"])
        }
    }

    @Test func `asks for levels as words or as numbers, as the engine does`() async throws {
        try await MatchingStory.run { story in
            let role = try #require(RoleID(try await story.role([("a", 5, true)])))
            let levels = ["1", "2", "10", "B2", "zwei", "9999999999"]
            try await story.keep(
                credentials: levels.enumerated().map { Sample.credential(UInt64($0) + 1, of: UInt64($0) + 1, skills: ["a"], level: $1) },
                consents: (1...6).map { Sample.consent($0, of: $0) })
            for asked in [nil, "2", "B2", "02", "1234567890"] as [String?] {
                let requirement = Requirement(framework: "o", code: "a", level: asked, importance: 5, isMust: true)
                let found = try await story.http.transaction(as: MatchingStory.employer().databaseScope) { tx in
                    try tx.ranking(for: role, by: [requirement], day: "", limit: 30).ranked.map(\.person)
                }
                let expected = levels.enumerated().filter { requirement.isMet(at: $1) }.map { Sample.person(UInt64($0.offset) + 1) }
                #expect(Set(found) == Set(expected), "\(asked ?? "any")")
            }
        }
    }
}
