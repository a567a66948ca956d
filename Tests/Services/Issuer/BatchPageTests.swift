import Chassis
import CloudEvents
import HTTP
import JSON
import TestSupport
import Testing

@testable import cairn_issuer

@Suite struct `The pages of a batch` {
    private static let mixed =
        "student_id,campus,achievement,completed_on\nS-1,NV,WELD-101,2026-05-30\nS-2,NV,WELD-101,2026-05-30\nS-3,NV,=WELD,2026-05-30\n"

    @Test func `lead a file with a wrong row from the form to its result`() async throws {
        try await StaffBrowser.run { browser in
            let story = browser.story
            try await story.openCampuses()
            #expect(try await browser.open("/issuer/batches").text.contains("No batches yet."))
            let form = try await browser.open("/issuer/batches/new")
            #expect(form.isPage("Which file?") && form.text.contains("Up to 500,000 rows and 2 GB."))
            let sent = try await browser.upload(Self.mixed, named: "C:\\May.csv")
            let place = try #require(sent.headers[.location])
            #expect(sent.status == .seeOther && place.hasPrefix("/issuer/batches/") && place.hasSuffix("/check"), "\(sent.text)")
            let path = String(place.dropLast("/check".count))
            #expect(try await browser.open(path).headers[.location] == place)

            let check = try await browser.open(place)
            #expect(check.isPage("What would happen") && check.text.contains("2 learners get “MIG welding”."), "\(check.text)")
            #expect(check.text.contains("1 row is wrong.") && check.text.contains(">Continue with 2</a>") && check.text.contains("May.csv"))
            #expect(check.text.contains("scope=\"row\">4</th>") && check.text.contains("<code>achievement</code>"))
            let wrong = try await browser.open("\(path)/wrong-rows.csv")
            #expect(wrong.headers[.contentType] == "text/csv; charset=utf-8")
            #expect(
                wrong.text.hasPrefix("\"line\",\"column\",\"value\",\"problem\"\r\n\"4\",\"achievement\",\"'=WELD\",\""), "\(wrong.text)")

            #expect(check.text.contains("/wrong-rows.csv\">Download what is wrong, as a file</a>"))
            #expect(wrong.headers[.contentDisposition]?.contains("what-is-wrong.csv") == true)

            let ask = try await browser.open("\(path)/issue")
            #expect(ask.isPage("Issue 2 credentials?") && ask.text.contains("MIG welding, version 1: 2"))
            #expect(ask.text.contains("did:key:z") && ask.text.contains(">Issue 2 credentials</button>"))
            #expect(try await browser.open("\(path)/result").headers[.location] == place, "it is not done yet")
            for _ in 0..<2 {  // the same again changes nothing
                let yes = try await browser.post("\(path)/issue")
                #expect(yes.status == .seeOther && yes.headers[.location] == path)
            }
            let issuing = try await browser.open(path)
            #expect(issuing.isPage("Issuing") && issuing.text.contains("0 of 2 done.") && issuing.text.contains(">Refresh</a>"))
            #expect(try await browser.open(place).headers[.location] == path)
            let worker = try await story.worker(1)
            while try await worker.round() {}
            #expect(try await browser.open(path).headers[.location] == "\(path)/result")
            let result = try await browser.open("\(path)/result")
            #expect(result.isPage("2 credentials issued") && result.text.contains("1 row was wrong."), "\(result.text)")
            #expect(try await story.count("credential") == 2)
            for list in ["/issuer/batches", "/issuer/"] {
                let page = try await browser.open(list).text
                #expect(page.contains("href=\"\(path)\">May.csv") && page.contains("</svg>Done</span>"), "\(list)")
            }
        }
    }

    @Test func `say what was taken back before, and leave it out when that is wished`() async throws {
        try await StaffBrowser.run { browser in
            let story = browser.story
            try await story.openCampuses()
            let worker = try await story.worker(1)
            _ = try await story.issueFile(IssuerStory.file(0..<1), by: worker)
            let found = try await story.send(.get, "/issuer/api/v1/credentials?student_id=S-0").json["credentials"]
            #expect(try await story.change(found?[0]?["id"]?.string ?? "", "revoke").status == .ok)
            let place = try #require(try await browser.upload(IssuerStory.file(0..<2)).headers[.location])
            let path = String(place.dropLast("/check".count))
            let check = try await browser.open(place).text
            #expect(check.contains("1 of these was held before and taken back. Continue, and it is issued anew."), "\(check)")
            let ask = try await browser.open("\(path)/issue").text
            #expect(ask.contains("name=\"taken_back\"") && ask.contains("Leave out the one that was taken back before"))
            #expect(try await browser.post("\(path)/issue", "taken_back=leave").status == .seeOther)
            while try await worker.round() {}
            let result = try await browser.open("\(path)/result")
            #expect(result.isPage("1 credential issued") && result.text.contains("1 was taken back before, and was left out."))
            #expect(!result.text.contains("All of the file was issued."))
            #expect(try await story.count("credential") == 2)
        }
    }

    @Test func `say of a file by which nobody would get anything that there is nothing to issue`() async throws {
        try await StaffBrowser.run { browser in
            try await browser.story.openCampuses()
            let sent = try await browser.upload(
                "student_id,campus,achievement,completed_on\nS-3,NV,NOTHING,2026-05-30\n", named: "none.csv")
            #expect(try await browser.open(try #require(sent.headers[.location])).text.contains("Nobody would get anything."))
            for list in ["/issuer/batches", "/issuer/"] {
                let page = try await browser.open(list).text
                #expect(page.contains("</svg>Nothing to issue</span>") && !page.contains("Waits for your yes"), "\(list)")
            }
        }
    }

    @Test func `say what holds already, and why rows were not issued`() async throws {
        try await StaffBrowser.run { browser in
            let story = browser.story
            let achievement = try await story.openCampuses()
            let worker = try await story.worker(1)
            _ = try await story.issueFile(IssuerStory.file(0..<1), by: worker)
            let place = try #require(try await browser.upload(IssuerStory.file(0..<3)).headers[.location])
            let path = String(place.dropLast("/check".count))
            #expect(try await browser.open(place).text.contains("1 holds it already. We skip this row."))
            try await story.sql.execute("UPDATE issuer.achievement SET state = 'retired' WHERE id = '\(achievement)'")
            #expect(try await browser.post("\(path)/issue").status == .seeOther)
            while try await worker.round() {}
            let result = try await browser.open("\(path)/result")
            #expect(result.isPage("0 credentials issued") && result.text.contains("2 were not issued"), "\(result.text)")
            #expect(result.text.contains("2: This achievement is awarded no more") && result.text.contains("1 row was skipped"))
            let rows = try await browser.open("\(path)/not-issued.csv").text
            #expect(rows.contains("\"3\",\"This achievement is awarded no more\"") && rows.contains("\"4\",\""))
            let held = try #require(try await browser.upload(IssuerStory.file(0..<1)).headers[.location])
            let none = try await browser.open(held).text
            #expect(none.contains("Nobody would get anything.") && !none.contains("/issue\""))
        }
    }

    @Test func `say at the field what is wrong with a file, and on its page why it was not taken`() async throws {
        try await StaffBrowser.run { browser in
            func refused(_ answer: ReceivedResponse, _ sentence: String) {
                #expect(
                    answer.status == .unprocessableContent && answer.text.contains("<a href=\"#file\">\(sentence)</a>"), "\(answer.text)")
                #expect(answer.text.contains("id=\"file-e\"") && answer.text.contains("aria-invalid=\"true\""))
            }
            refused(try await browser.upload("", named: ""), "Choose a file")
            let empty = try await browser.upload("")
            #expect(empty.text.contains("<a href=\"#file\">Line 1: The file is empty."))
            let missing = try await browser.upload("campus,achievement,completed_on\nNV,W,2026-05-30\n")
            refused(missing, "Line 1: The file must have a column called “student_id”")
            let list = try await browser.open("/issuer/batches").text
            #expect(list.contains("Not taken"))
            let id = try #require(list.components(after: "href=\"/issuer/batches/").dropFirst().first { !$0.hasPrefix("new") })
            let page = try await browser.open("/issuer/batches/\(id.prefix { $0 != "\"" })")
            #expect(page.isPage("The file was not taken") && page.text.contains("Nobody got anything from it."), "\(page.text)")
            let long = try await browser.upload("student\n" + String(repeating: "x\n", count: StandardMiddleware.bodyLimit))
            #expect(
                long.text.contains("<a href=\"#file\">Line 1: Column 1, “student”, is not known."), "files may be longer than other forms")
            let foreign = try await browser.post("/issuer/batches/new", "file=x")
            #expect(foreign.status == .unsupportedMediaType)
        }
    }

    @Test func `show a file that is still being checked, with how far it is`() async throws {
        try await StaffBrowser.run { browser in
            try await browser.story.openCampuses()
            let place = try #require(try await browser.upload(IssuerStory.file(0..<2)).headers[.location])
            try await browser.story.sql.execute("UPDATE issuer.batch SET state = 'checking'")
            let page = try await browser.open(String(place.dropLast("/check".count)))
            #expect(page.isPage("Checking the file") && page.text.contains("2 rows checked so far."))
            #expect(try await browser.open(place).status == .seeOther)
        }
    }

    @Test func `are listed page by page`() async throws {
        try await StaffBrowser.run { browser in
            try await browser.story.sql.execute(
                """
                INSERT INTO issuer.batch (college, id, file_name, state, added_at, changed_at)
                SELECT 1, gen_random_uuid(), 'f' || n || '.', 'checked', now() - make_interval(mins => n), now() FROM generate_series(1, 25) n
                """)
            let first = try await browser.open("/issuer/batches").text
            #expect(first.contains(">f1.<") && first.contains(">f20.<") && !first.contains(">f21.<"))
            let next = try #require(first.components(after: "rel=\"next\" href=\"").dropFirst().first?.prefix { $0 != "\"" })
            let second = try await browser.open(String(next)).text
            #expect(
                second.contains(">f21.<") && second.contains(">f25.<") && !second.contains(">f20.<") && !second.contains("rel=\"next\""))
        }
    }

    @Test func `are nobody else's: signed out, another college's, another campus's, without the scope, from another site`() async throws {
        try await StaffBrowser.run { browser in
            try await browser.story.openCampuses()
            let place = try #require(try await browser.upload(IssuerStory.file(0..<2)).headers[.location])
            let path = String(place.dropLast("/check".count))
            let one = ["", "/check", "/issue", "/result", "/wrong-rows.csv", "/not-issued.csv"].map { path + $0 }
            let part = IssuerStory.staff(campuses: [UUIDValue(high: 3, low: 3)])
            for page in one {
                for stranger in [IssuerStory.staff(2), part] {
                    #expect(try await browser.open(page, as: stranger).isPage("There is nothing here", .notFound), "\(page)")
                }
            }
            for page in one + ["/issuer/batches", "/issuer/batches/new", "/issuer/batches/template.csv"] {
                #expect(try await browser.open(page, as: .anonymous).asksToSignIn, "\(page)")
                #expect(try await browser.open(page, as: IssuerStory.staff(1, ["review.decide"])).status == .forbidden, "\(page)")
            }
            for stranger in [IssuerStory.staff(2), part] {
                #expect(try await browser.open("/issuer/batches", as: stranger).text.contains("No batches yet."))
                #expect(try await browser.post("\(path)/issue", as: stranger).status == .notFound)
            }
            #expect(try await browser.post("\(path)/issue", origin: "https://evil.test").status == .forbidden)
            #expect(try await browser.upload(IssuerStory.file(0..<2), origin: "https://evil.test").status == .forbidden)
            #expect(try await browser.upload(IssuerStory.file(0..<2), as: .anonymous).asksToSignIn)
            #expect(try await browser.story.sql.execute("SELECT count(*) FROM issuer.batch WHERE state = 'checked'").contains("1"))
        }
    }
}

extension StaffBrowser {
    /// Hands a file in by the page's form.
    func upload(
        _ text: String, named name: String = "May.csv", as visitor: Visitor = IssuerStory.staff(), origin: String = IssuerStory.origin
    ) async throws -> ReceivedResponse {
        var headers = self.headers(visitor)
        headers[.origin] = origin
        headers[.contentType] = "multipart/form-data; boundary=cut"
        let head = "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\nContent-Type: text/csv\r\n\r\n"
        return try await self.client.execute(
            "/issuer/batches/new", method: .post, headers: headers, body: Array("\(head)\(text)\r\n--cut--\r\n".utf8))
    }
}

extension String {
    /// What stands after each occurrence of a text; the first piece is what stands before.
    func components(after separator: String) -> [String] {
        var pieces: [String] = []
        var rest = self[...]
        while let found = rest.firstRange(of: separator) {
            pieces.append(String(rest[..<found.lowerBound]))
            rest = rest[found.upperBound...]
        }
        return pieces + [String(rest)]
    }
}
