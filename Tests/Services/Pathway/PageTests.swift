import Chassis
import CloudEvents
import EventStack
import HTTP
import JSON
import Observability
import PathwayEngine
import Templates
import TestSupport
import Testing

@testable import cairn_pathway

@Suite struct `The pathway pages` {
    private let ada = PathwayStory.learner(1)

    /// A degree of a certificate, which is a pathway of its own, a choice, and a last step.
    private func degree(_ story: PathwayStory) async throws -> (degree: String, certificate: String) {
        let certificate = try await story.publish("CERT", .all([PathwayStory.leaf(1), PathwayStory.leaf(2)]), award: 5, name: "Welder")
        let degree = try await story.publish(
            "DEGREE",
            .all([
                PathwayStory.leaf(3), PathwayStory.leaf(5),
                .some([PathwayStory.leaf(6), PathwayStory.leaf(7), .all([PathwayStory.leaf(8), PathwayStory.leaf(4)])], atLeast: 2),
            ]), award: 9, name: "Fabrication <degree>")
        return (degree.id, certificate.id)
    }

    @Test func `tell a learner what is done, what is next, what comes after, and where she can stop`() async throws {
        try await PathwayStory.run { story in
            let (degree, certificate) = try await self.degree(story)
            try await story.arrive([story.credential(3, to: self.ada), story.credential(6, to: self.ada)])
            let page = try await story.page("/pathway/\(degree)", as: PathwayStory.visitor(self.ada))
            #expect(page.status == .ok && page.headers[.cacheControl]?.contains("no-store") == true)
            for words in [
                "<h1>Your way to Fabrication &lt;degree&gt;</h1>", "<title>Your way to Fabrication &lt;degree&gt; - Cairn</title>",
                "2 of 4 steps done.", "What is done?", "What is the next step?", "What comes after?", "1 more step.",
                "If you stop after this step, you hold Skill 5.", "href=\"/pathway/\(certificate)\"", "2 of these 3", "1 of 2 done.",
                "all of: Skill 8, Skill 4", "Your goal: Skill 9", "<rect width=\"50\"",
            ] { #expect(page.text.contains(words), "\(words)") }
            #expect(page.text.ranges(of: "<h1>").count == 1 && !page.text.contains("style=") && !page.text.contains("<script"))
            try await story.arrive([5, 7].map { story.credential($0, to: self.ada) })
            let whole = try await story.page("/pathway/\(degree)", as: PathwayStory.visitor(self.ada))
            #expect(whole.text.contains("You have done all of it.") && whole.text.contains("You have reached your goal: Skill 9"))
            #expect(!whole.text.contains("What is the next step?") && !whole.text.contains("What comes after?"))
        }
    }

    @Test func `tell everybody else what a pathway takes`() async throws {
        try await PathwayStory.run { story in
            let (degree, certificate) = try await self.degree(story)
            for visitor in [.anonymous, PathwayStory.staff(), PathwayStory.visitor(PathwayStory.learner(1, 2))] as [Visitor] {
                let page = try await story.page("/pathway/\(degree)", as: visitor)
                for words in [
                    "<h1>The way to Fabrication &lt;degree&gt;</h1>", "A pathway of College 1", "It takes 4 steps.", "Skill 3",
                    "You can stop here: Skill 5", "href=\"/pathway/\(certificate)\"", "The goal: Skill 9", "About DEGREE.",
                ] { #expect(page.text.contains(words), "\(words)") }
                #expect(!page.text.contains("Done.") && !page.text.contains("Your"))
            }
            let list = try await story.page("/pathway/", as: .anonymous)
            #expect(list.text.contains("<h1>Pathways</h1>") && list.text.contains("href=\"/pathway/\(degree)\""))
            let missing = try await story.page("/pathway/nowhere", as: .anonymous)
            #expect(missing.status == .notFound && missing.text.contains("<h1>There is nothing here</h1>"))
        }
    }

    @Test func `count every step that comes after, also those of a choice`() async throws {
        try await PathwayStory.run { story in
            let way = try await story.publish(
                "WAY",
                .all([
                    PathwayStory.leaf(1), PathwayStory.leaf(2), .some([3, 4, 6].map { PathwayStory.leaf($0) }, atLeast: 2),
                    PathwayStory.leaf(7),
                ]), award: 9, name: "Way")
            try await story.arrive([story.credential(1, to: self.ada)])
            let page = try await story.page("/pathway/\(way.id)", as: PathwayStory.visitor(self.ada)).text
            #expect(page.contains("1 of 5 steps done.") && page.contains("3 more steps."), "\(page)")
            try await story.arrive([story.credential(3, to: self.ada)])
            let later = try await story.page("/pathway/\(way.id)", as: PathwayStory.visitor(self.ada)).text
            #expect(later.contains("2 of 5 steps done.") && later.contains("2 more steps."), "one of the choice is done before its turn")
        }
    }

    @Test func `lead everybody only to where she may go`() async throws {
        try await PathwayStory.run { story in
            let (degree, _) = try await self.degree(story)
            let employer = Visitor.employer(UUIDValue(high: 7, low: 7), scopes: ["match.read"])
            let cases: [(visitor: Visitor, links: [String])] = [
                (PathwayStory.visitor(self.ada), ["/pathway/", "/wallet/"]), (PathwayStory.staff(), ["/pathway/", "/issuer/"]),
                (employer, ["/pathway/", "/matching/roles"]), (.anonymous, ["/pathway/"]),
            ]
            for (visitor, links) in cases {
                for path in ["/pathway/", "/pathway/\(degree)"] {
                    let page = try await story.page(path, as: visitor).text
                    let start = try #require(page.firstRange(of: "<nav class=\"nav\"")).lowerBound
                    let bar = page[start...].prefix(upTo: try #require(page.firstRange(of: "</nav>")).lowerBound)
                    #expect(bar.matches(of: /href="([^"]+)"/).map { String($0.1) } == links, "\(path)")
                }
            }
        }
    }

    @Test func `list a learner's own ways, with what is done, and others to pick`() async throws {
        try await PathwayStory.run { story in
            let (degree, certificate) = try await self.degree(story)
            let nothing = try await story.page("/pathway/", as: PathwayStory.visitor(self.ada))
            #expect(nothing.text.contains("You are on no pathway yet.") && nothing.text.contains("Pick a goal"))
            try await story.arrive([1, 2, 3].map { story.credential($0, to: self.ada) })
            let page = try await story.page("/pathway/", as: PathwayStory.visitor(self.ada))
            #expect(
                page.text.contains("<h1>My pathways</h1>") && page.text.contains("1 of 4 steps done.") && page.text.contains("All done."))
            #expect(page.text.contains("href=\"/pathway/\(degree)\"") && page.text.contains("href=\"/pathway/\(certificate)\""))
            #expect(!page.text.contains("Pick a goal") && page.text.contains("href=\"/pathway/\" aria-current=\"page\""))
            #expect(try await story.page("/pathway/cairn.css", as: .anonymous).status == .ok)
        }
    }

    @Test func `take every sentence from the catalogue, and leave none there unused`() throws {
        let check = try PageRoutes.pages().check(alsoUsed: [
            "nav.ways", "nav.staff", "nav.roles", "choose.all", "choose.any", "choose.some", "list.all", "list.any", "list.some",
            "name.unknown",
        ])
        #expect(check.isClean, "\(check)")
    }
}
