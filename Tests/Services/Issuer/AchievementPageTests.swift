import Chassis
import CloudEvents
import HTTP
import JSON
import TestSupport
import Testing

@testable import cairn_issuer

@Suite struct `The pages of achievements` {
    @Test func `list what the college awards, page by page, and none of another's`() async throws {
        try await StaffBrowser.run { browser in
            #expect(try await browser.open("/issuer/achievements").text.contains("You have no achievements yet."))
            for number in 0..<22 {
                let text: JSON = ["code": .string("A\(number)"), "name": .string("Step \(number)."), "description": "x", "criteria": "y"]
                #expect(try await browser.story.send(.post, "/issuer/api/v1/achievements", text).status == .created)
            }
            let foreign = try await browser.story.achievement(2)
            let first = try await browser.open("/issuer/achievements", as: IssuerStory.staff(1, ["people.read"])).text
            let next = try #require(first.components(after: "rel=\"next\" href=\"").dropFirst().first?.prefix { $0 != "\"" })
            let second = try await browser.open(String(next)).text
            #expect(first.components(after: "class=\"card\"").count == 21 && second.components(after: "class=\"card\"").count == 3)
            for number in 0..<22 { #expect((first + second).contains(">Step \(number).<"), "\(number)") }
            #expect(!(first + second).contains(foreign))
            #expect(first.contains("<dd>Micro-credential</dd>") && !first.contains("<dd>MicroCredential</dd>"))
            #expect(try await browser.open("/issuer/achievements/\(foreign)").isPage("There is nothing here", .notFound))
            for path in ["/issuer/achievements", "/issuer/achievements/\(foreign)"] {
                #expect(try await browser.open(path, as: .anonymous).asksToSignIn)
            }
        }
    }

    @Test func `show one with criteria, skills and every version`() async throws {
        try await StaffBrowser.run { browser in
            let id = try await browser.story.achievement()
            try await browser.story.sql.execute(
                """
                INSERT INTO issuer.achievement_edition (college, achievement, edition, kind, name, description, criteria, alignments, published_at)
                SELECT college, achievement, 2, kind, 'MIG welding II', description, criteria, '[]', now() FROM issuer.achievement_edition;
                UPDATE issuer.achievement SET edition = 2
                """)
            let newest = try await browser.open("/issuer/achievements/\(id)")
            #expect(
                newest.isPage("MIG welding II") && newest.text.contains("Three welds that hold.") && newest.text.contains("None are named.")
            )
            #expect(newest.text.contains("<strong>Version 2, shown here</strong>") && newest.text.contains("</svg>Awarded</span>"))
            let first = try await browser.open("/issuer/achievements/\(id)?edition=1")
            #expect(first.isPage("MIG welding") && first.text.contains("<a href=\"https://onet.test/4120\">Welding</a>"))
            #expect(
                first.text.contains("onet, 51-4121.00")
                    && first.text.contains("href=\"/issuer/achievements/\(id)?edition=2\">Version 2</a>"))
            for edition in ["3", "99999999999999999999", "-1"] {
                let answer = try await browser.open("/issuer/achievements/\(id)?edition=\(edition)")
                #expect(answer.status == (edition.count > 5 ? .ok : .notFound), "\(edition)")
            }
        }
    }
}
