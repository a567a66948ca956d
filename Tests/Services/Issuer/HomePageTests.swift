import Chassis
import CloudEvents
import HTTP
import JSON
import Templates
import TestSupport
import Testing

@testable import cairn_issuer

@Suite struct `The home page of staff` {
    @Test func `says where somebody works and what she may do`() async throws {
        try await StaffBrowser.run { browser in
            let page = try await browser.open("/issuer/")
            #expect(page.isPage("What needs me today?"), "\(page.text)")
            #expect(page.text.contains("<dd>North Valley College</dd>") && page.text.contains("<dd>the whole college</dd>"))
            #expect(page.text.contains("<dd>issue credentials</dd>") && !page.text.contains("<dd>decide if an award is kept</dd>"))
            let away = try await browser.open("/issuer")
            #expect(away.status == .permanentRedirect && away.headers[.location] == "/issuer/")
            try await browser.story.openCampuses()
            let campus = try await browser.story.send(.get, "/issuer/api/v1/campuses").json["campuses"]?[1]?["id"]?.string
            let id = try #require(campus.flatMap { UUIDValue($0) })
            let part = try await browser.open("/issuer/", as: IssuerStory.staff(1, ["people.read"], campuses: [id]))
            #expect(part.text.contains("<dd>South Campus</dd>") && !part.text.contains("<dd>North Valley</dd>"))
            #expect(part.text.contains("<dd>read what the college awards</dd>"))
        }
    }

    @Test func `is nobody's who is not signed in, and no learner's`() async throws {
        try await StaffBrowser.run { browser in
            #expect(try await browser.open("/issuer/", as: .anonymous).asksToSignIn)
            let learner = try await browser.open("/issuer/", as: .learner(college: 1, person: UUIDValue(high: 1, low: 1)))
            #expect(learner.isPage("You can’t do this", .forbidden))
        }
    }
}
