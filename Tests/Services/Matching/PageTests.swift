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

    @Test func `take every sentence from the catalogue, and leave none there unused`() throws {
        let check = try PageRoutes.pages().check(alsoUsed: [
            "roles.heading", "role.proof", "role.unnamed", "role.hidden", "role.stale", "role.stale-why", "role.closed", "role.closed-why",
        ])
        #expect(check.isClean, "\(check)")
    }
}
