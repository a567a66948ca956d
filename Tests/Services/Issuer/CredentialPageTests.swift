import Chassis
import CloudEvents
import Credentials
import Events
import HTTP
import JSON
import TestSupport
import Testing

@testable import cairn_issuer

@Suite struct `The pages of credentials` {
    /// Issues a credential to a student; gives its id.
    private func issue(
        _ browser: StaffBrowser, _ achievement: String, student: String = "S-100", campus: String? = nil
    ) async throws -> String {
        var order = try #require(IssuerStory.order(achievement, student: student).object)
        if let campus { order["campus"] = .string(campus) }
        let issued = try await browser.story.issue(.object(order), key: "\(student) \(campus ?? "")")
        return try #require(issued.json["id"]?.string)
    }

    @Test func `find what a learner holds, by addresses that do not hold her number`() async throws {
        try await StaffBrowser.run { browser in
            let achievement = try await browser.story.openCampuses()
            let id = try await self.issue(browser, achievement)
            #expect(try await browser.open("/issuer/credentials").isPage("Which credential?"))
            let found = try await browser.post("/issuer/credentials", "student=+S-100+&achievement=WELD-101")
            let place = try #require(found.headers[.location])
            #expect(
                found.status == .seeOther && place.hasPrefix("/issuer/credentials?person=") && !place.contains("S-100"), "\(found.text)")
            let list = try await browser.open(place)
            #expect(
                list.text.contains("href=\"/issuer/credentials/\(id)\">MIG welding<") && list.text.contains("<bdi>Ada, S-100</bdi>"),
                "\(list.text)")
            #expect(list.text.contains("</svg>In force</span>") && list.text.contains("<time datetime=\"2026-05-30\">30 May 2026</time>"))
            for form in ["credential=\(id)", "credential=urn%3Auuid%3A\(id)"] {
                #expect(try await browser.post("/issuer/credentials", form).headers[.location] == "/issuer/credentials/\(id)")
            }
            let byAchievement = try await browser.post("/issuer/credentials", "achievement=WELD-101")
            #expect(byAchievement.headers[.location] == "/issuer/credentials?achievement=\(achievement)")
        }
    }

    @Test func `say at the field what was not found, and keep what was typed`() async throws {
        try await StaffBrowser.run { browser in
            try await browser.story.openCampuses()
            for (form, field, sentence) in [
                ("", "student", "Enter a student number, an achievement or the number of a credential"),
                ("student=S-9", "student", "There is no credential of this learner that you can see."),
                ("student=%C3%A9", "student", "There is no credential of this learner that you can see."),
                ("achievement=WELD-101", "achievement", "There is no credential of this achievement that you can see."),
                ("credential=x%22y", "credential", "There is no credential with this number that you can see."),
            ] {
                let answer = try await browser.post("/issuer/credentials", form)
                #expect(answer.status == .unprocessableContent && answer.text.contains("<a href=\"#\(field)\">\(sentence)"), "\(form)")
                #expect(answer.text.contains("id=\"\(field)-e\"") && answer.text.contains("\(sentence)"), "\(form)")
            }
            #expect(try await browser.post("/issuer/credentials", "credential=x%22y").text.contains("value=\"x&quot;y\""))
        }
    }

    @Test func `are listed page by page`() async throws {
        try await StaffBrowser.run { browser in
            try await browser.story.openCampuses()
            _ = try await browser.story.issueFile(IssuerStory.file(0..<25), by: try await browser.story.worker(1))
            let place = try #require(try await browser.post("/issuer/credentials", "achievement=WELD-101").headers[.location])
            let first = try await browser.open(place).text
            #expect(first.components(after: "rowheader").count == 21)
            let next = try #require(first.components(after: "rel=\"next\" href=\"").dropFirst().first?.prefix { $0 != "\"" })
            let second = try await browser.open(String(next).replacing("&amp;", with: "&")).text
            #expect(second.components(after: "rowheader").count == 6 && !second.contains("rel=\"next\""))
        }
    }

    @Test func `show one with its facts, and send its file to the public check`() async throws {
        try await StaffBrowser.run { browser in
            let id = try await self.issue(browser, try await browser.story.openCampuses())
            let page = try await browser.open("/issuer/credentials/\(id)")
            #expect(
                page.isPage("MIG welding") && page.text.contains("<bdi>Ada, S-100</bdi>") && page.text.contains("MIG welding, version 1"))
            #expect(page.text.contains("action=\"/verifier/\" enctype=\"multipart/form-data\""))
            let sent = try #require(page.text.components(after: "name=\"text\" value=\"").dropFirst().first?.prefix { $0 != "\"" })
            let document = String(sent).replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing("&lt;", with: "<")
                .replacing("&gt;", with: ">").replacing("&amp;", with: "&")
            #expect(try await browser.story.verdict(on: document).overall == .valid, "byte for byte what was signed")
            let reader = try await browser.open("/issuer/credentials/\(id)", as: IssuerStory.staff(1, ["credential.revoke"]))
            #expect(reader.status == .ok && reader.text.contains("not known to you") && !reader.text.contains("S-100"))
        }
    }

    @Test func `take one back behind a page that says what happens, for a reason`() async throws {
        try await StaffBrowser.run { browser in
            let id = try await self.issue(browser, try await browser.story.openCampuses())
            let (page, path) = ("/issuer/credentials/\(id)", "/issuer/credentials/\(id)/take-back")
            #expect(try await browser.open(page).text.contains("href=\"\(path)\""))
            let preview = try await browser.open(path)
            #expect(preview.isPage("Take back this credential?") && preview.text.contains("No award was earned with it."))
            let empty = try await browser.post(path, "reason=+")
            #expect(
                empty.status == .unprocessableContent
                    && empty.text.contains("<a href=\"#reason\">Write why. The college needs it later</a>"))
            let long = try await browser.post(path, "reason=" + String(repeating: "x", count: 1_001))
            #expect(
                long.status == .unprocessableContent && long.text.contains("Write at most 1,000 letters")
                    && long.text.contains("xxx</textarea>"))
            #expect(try await browser.post(path, "reason=x", origin: "https://evil.test").status == .forbidden)
            #expect(try await browser.post(path, "reason=x", as: IssuerStory.staff(1, ["credential.issue"])).status == .forbidden)
            #expect(try await browser.open(page).text.contains("</svg>In force</span>"))
            for _ in 0..<2 {  // the same again shows the same page
                let taken = try await browser.post(path, "reason=A+%3Cslip%3E")
                #expect(taken.status == .seeOther && taken.headers[.location] == page)
            }
            let after = try await browser.open(page)
            #expect(after.text.contains("</svg>Taken back</span>") && after.text.contains("<dd>A &lt;slip&gt;</dd>"))
            #expect(!after.text.contains("href=\"\(path)\"") && after.text.contains("<dt>Taken back</dt>"))
            #expect(try await browser.open(path).headers[.location] == page)
            #expect(try await browser.story.newestCredential(id).verb == .revoked)
        }
    }

    @Test func `are nobody else's: signed out, another college's, another campus's`() async throws {
        try await StaffBrowser.run { browser in
            let achievement = try await browser.story.openCampuses()
            let campuses = try await browser.story.send(.get, "/issuer/api/v1/campuses").json["campuses"]
            let (north, south) = (campuses?[0]?["id"]?.string ?? "", campuses?[1]?["id"]?.string ?? "")
            let id = try await self.issue(browser, achievement, campus: north)
            let own = IssuerStory.staff(campuses: [try #require(UUIDValue(north))])
            let part = IssuerStory.staff(campuses: [try #require(UUIDValue(south))])
            let pages = ["/issuer/credentials/\(id)", "/issuer/credentials/\(id)/take-back"]
            for page in pages {
                #expect(try await browser.open(page, as: own).status == .ok)
                for stranger in [IssuerStory.staff(2), part] {
                    #expect(try await browser.open(page, as: stranger).isPage("There is nothing here", .notFound), "\(page)")
                }
            }
            for page in pages + ["/issuer/credentials"] { #expect(try await browser.open(page, as: .anonymous).asksToSignIn, "\(page)") }
            #expect(try await browser.open(pages[1], as: own).text.contains("the reviews of the whole college"))
            let known = try #require(try await browser.post("/issuer/credentials", "student=S-100", as: own).headers[.location])
            for stranger in [IssuerStory.staff(2), part] {
                #expect(try await browser.post(pages[1], "reason=x", as: stranger).status == .notFound)
                for form in ["student=S-100", "achievement=WELD-101", "credential=\(id)"] {
                    #expect(try await browser.post("/issuer/credentials", form, as: stranger).status == .unprocessableContent, "\(form)")
                }
                #expect(try await browser.open(known, as: stranger).text.contains("No credentials."))
            }
            #expect(try await browser.open(pages[0]).text.contains("</svg>In force</span>"))
        }
    }
}
