import Chassis
import CloudEvents
import Events
import HTTP
import JSON
import Templates
import TestSupport
import Testing

@testable import cairn_matching

@Suite struct `An employer's pages` {
    @Test func `list roles with counts, and show who covers one, by what, without a name`() async throws {
        try await MatchingStory.run { story in
            let empty = try await story.send(.get, "/matching/roles", accept: "text/html")
            #expect(empty.status == .ok && empty.text.contains("No roles yet."))
            let role = try await story.role([("a", 5, true), ("b<", 2, true)])
            try await story.keep(
                credentials: [Sample.credential(1, of: 1, skills: ["a"]), Sample.credential(2, of: 2, skills: ["a", "b<"])],
                consents: [Sample.consent(1, of: 1), Sample.consent(2, of: 2)])
            let list = try await story.send(.get, "/matching/roles", accept: "text/html")
            #expect(list.text.contains("<h1>How are my roles doing?</h1>") && list.text.contains("2 people agreed to be found"))
            let page = try await story.send(.get, "/matching/roles/\(role)", accept: "text/html")
            #expect(page.status == .ok && page.text.contains("<h1>Fitter</h1>") && page.text.contains("<title>Fitter - Cairn</title>"))
            #expect(page.text.contains("<strong>7</strong> of 7 points") && page.text.contains("<strong>5</strong> of 7 points"))
            #expect(page.text.contains("Missing, though you marked it as a must: Skill b&lt;.") && !page.text.contains("style="))
            let person = Sample.person(1).description
            #expect(!page.text.contains(person), "a pseudonym that other roles would show too stays inside")
            let label = PageRoutes.label(of: Sample.person(1), for: try #require(RoleID(role)))
            #expect(page.text.contains("Candidate \(label)"))
            let door = try await story.send(.get, "/matching/", accept: "text/html")
            #expect(door.status == .seeOther && door.headers[.location] == "/matching/roles")
            let stranger = try await story.send(.get, "/matching/roles/\(role)", as: .anonymous, accept: "text/html")
            #expect(stranger.status == .unauthorized && stranger.text.contains("<h1>Sign in first</h1>"))
        }
    }

    @Test func `go through all who cover a role, a page at a time, each of them once`() async throws {
        try await MatchingStory.run { story in
            let role = try await story.role([("a", 5, true)])
            let people: ClosedRange<UInt64> = 1...45
            try await story.keep(
                credentials: people.map { Sample.credential($0, of: $0, skills: ["a"]) },
                consents: people.map { Sample.consent($0, of: $0) })
            var seen: [Substring] = []
            var path: String? = "/matching/roles/\(role)"
            var texts: [String] = []
            while let next = path {
                let page = try await story.send(.get, next, accept: "text/html").text
                texts.append(page)
                seen += page.matches(of: /<li class="card" id="([^"]+)">/).map(\.1)
                path = page.firstMatch(of: /<a rel="next" href="([^"]+)">/).map { String($0.1) }
            }
            #expect(texts.count == 3 && seen.count == 45 && Set(seen).count == 45)
            #expect(texts[0].contains("1 to 20 of 45 are shown") && texts[0].contains("Page 1 of 3") && !texts[0].contains("rel=\"prev\""))
            #expect(
                texts[1].contains("Next page: 41 to 45")
                    && texts[1].contains("href=\"/matching/roles/\(role)?page=1\">Page before: 1 to 20"))
            #expect(texts[2].contains("41 to 45 of 45 are shown"))
            for odd in ["4", "0", "-1", "x", "99999999999999999999"] {
                let page = try await story.send(.get, "/matching/roles/\(role)?page=\(odd)", accept: "text/html").text
                #expect(page.contains("1 to 20 of 45 are shown"), "\(odd)")
            }
            let few = try await story.role([("none", 5, true)])
            #expect(try await !story.send(.get, "/matching/roles/\(few)", accept: "text/html").text.contains("class=\"pages\""))
        }
    }

    @Test func `lead from a skill to what may be seen of the credential that shows it, and nowhere else`() async throws {
        try await MatchingStory.run { story in
            let role = try await story.role([("a", 5, true), ("b", 1, false)])
            try await story.keep(
                credentials: [
                    Sample.credential(1, of: 1, skills: ["a"]), Sample.credential(2, of: 2, skills: ["a"]),
                    Sample.credential(3, of: 1, skills: ["z"]),
                ],
                consents: [
                    Sample.consent(1, of: 1, what: [.skills, .credentials]), Sample.consent(2, of: 2, what: [.skills]),
                    Sample.consent(3, of: 2, to: MatchingStory.rival, what: [.skills, .credentials]),
                ])
            let list = try await story.send(.get, "/matching/roles/\(role)", accept: "text/html").text
            let links = list.matches(of: /href="(\/matching\/roles\/[^"?]+\/credentials\/[^"]+)"/).map { String($0.1) }
            func path(_ credential: UInt64) -> String {
                "/matching/roles/\(role)/credentials/\(CredentialID(UUIDValue(high: 2, low: credential)))"
            }
            #expect(links == [path(1)])
            let page = try await story.send(.get, path(1), accept: "text/html")
            #expect(page.status == .ok && page.text.contains("<dd>Skill a</dd>") && !page.text.contains("Skill b"), "\(page.text)")
            #expect(page.text.contains("It has no end date") && !page.text.contains(Sample.person(1).description))
            // Only its skills are shared; it shows none of this role; it is nowhere; it is none.
            for hidden in [path(2), path(3), path(9), "/matching/roles/\(role)/credentials/x"] {
                #expect(try await story.send(.get, hidden, accept: "text/html").status == .notFound, "\(hidden)")
            }
            #expect(try await story.send(.get, path(1), as: MatchingStory.employer(MatchingStory.rival)).status == .notFound)
            #expect(try await story.send(.get, path(1), as: .anonymous).status == .unauthorized)
            try await story.keep(consents: [Sample.consent(1, of: 1, state: .withdrawn, what: [.skills, .credentials], version: 2)])
            #expect(try await story.send(.get, path(1), accept: "text/html").status == .notFound)
        }
    }

    @Test func `take every sentence from the catalogue, and leave none there unused`() throws {
        let check = try PageRoutes.pages().check(alsoUsed: [
            "roles.heading", "role.range", "role.range-one", "role.proof", "role.unnamed", "role.hidden", "role.stale", "role.stale-why",
            "role.closed", "role.closed-why",
        ])
        #expect(check.isClean, "\(check)")
    }
}
