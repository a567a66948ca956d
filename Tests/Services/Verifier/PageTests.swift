import Chassis
import CloudEvents
import Credentials
import EventStack
import HTTP
import JSON
import Templates
import TestSupport
import Testing

@testable import cairn_verifier

@Suite struct `The verifier's pages` {
    private func post(_ verifier: FilledVerifier, file: [UInt8]? = nil, text: String? = nil) async throws -> ReceivedResponse {
        var body: [UInt8] = []
        if let file {
            body += Array("--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"badge.json\"\r\n\r\n".utf8) + file
            body += Array("\r\n".utf8)
        }
        if let text { body += Array("--cut\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n\(text)\r\n".utf8) }
        body += Array("--cut--\r\n".utf8)
        return try await verifier.client.execute(
            "/verifier/", method: .post, headers: [.contentType: "multipart/form-data; boundary=cut", .accept: "text/html"], body: body)
    }

    @Test func `begin with three doors, each with a way in`() async throws {
        try await FilledVerifier.with { verifier in
            let start = try await verifier.client.execute("/")
            #expect(start.status == .ok && start.text.contains("<h1>What can I do here?</h1>"))
            for door in ["/verifier/", "/wallet/", "/pathway/", "/issuer/", "/matching/roles"] {
                #expect(start.text.contains("href=\"\(door)\""), "\(door)")
            }
            #expect(!start.text.contains("/demo/people"))
            for (path, heading) in [
                ("/verifier/", "What do you want to check?"), ("/verifier/checks", "What we check"),
                ("/verifier/sources", "Where skill data comes from"),
            ] {
                let page = try await verifier.client.execute(path)
                #expect(page.status == .ok && page.text.contains("<h1>\(heading)</h1>"), "\(path)")
                #expect(page.text.contains("<title>\(heading) - Cairn</title>") && !page.text.contains("style="))
            }
        }
    }

    @Test func `say of a badge what holds, by file or by text`() async throws {
        let college = try TestCollege()
        try await FilledVerifier.with([college]) { verifier in
            let badge = try college.signed().bytes()
            for answer in [
                try await self.post(verifier, file: badge),
                try await self.post(verifier, file: [], text: String(decoding: badge, as: UTF8.self)),
            ] {
                #expect(answer.status == .ok && answer.text.contains("banner ok"), "\(answer.text)")
                #expect(answer.text.contains("checks passed.") && answer.text.contains("What the learner did"))
                #expect(answer.text.contains("<title>All ") && !answer.text.contains("class=\"loud\""))
            }
        }
    }

    @Test func `say that a badge was taken back, was changed, or is unknown`() async throws {
        let (college, stranger) = (try TestCollege(seed: 1), try TestCollege(seed: 2))
        try await FilledVerifier.with([college]) { verifier in
            try await verifier.keep(lists: [college.list(version: 2, revoked: [TestCollege.entry])])
            let revoked = try await self.post(verifier, file: try college.signed().bytes())
            #expect(revoked.text.contains("banner bad") && revoked.text.contains("The issuer took this back."))
            var document = try #require(try college.signed().object)
            document["name"] = "Astronaut"
            let changed = try await self.post(verifier, file: JSON.object(document).bytes())
            #expect(changed.text.contains("The text is not what the issuer signed.") && changed.text.contains("What the file says"))
            // What it calls itself is its own word.
            #expect(changed.text.contains("<h1>The file says: “") && changed.text.contains(": The file says: “"), "\(changed.text)")
            let unknown = try await self.post(verifier, file: try stranger.signed().bytes())
            #expect(unknown.text.contains("banner unk") && !unknown.text.contains("banner bad"))
            let nothing = try await self.post(verifier, file: Array("Dear verifier".utf8))
            #expect(nothing.status == .ok && nothing.text.contains("<span>We could not read this as a credential.</span>"))
            #expect(nothing.text.contains("<h1>Not a credential</h1>") && !nothing.text.contains("line 1"))
            let script = try await self.post(verifier, file: Array("{\"name\": \"<script>alert(1)</script>\"}".utf8))
            #expect(!script.text.contains("<script"))
        }
    }

    @Test func `say of a link, a picture and a token what they are, and call none of them failed`() async throws {
        try await FilledVerifier.with { verifier in
            let site = "\(FilledVerifier.origin)/c/abc"
            let cases: [(text: String, heading: String, sentence: String)] = [
                (" \(site)\n", "A link", "This is a link, not a credential; open it."),
                ("https://elsewhere.example/badge", "A link", "This is a link, not a credential; open it."),
                ("\u{89}PNG\r\n", "Not a credential", "We could not read this as a credential."),  // letters, and no picture's bytes
                ("%PDF-1.7", "A picture or a PDF", "This is a picture; badges inside pictures can&#39;t be read yet."),
                ("<svg xmlns=\"x\"/>", "A picture or a PDF", "This is a picture; badges inside pictures can&#39;t be read yet."),
                ("eyJhbGciOiJFZERTQSJ9.e30.AA", "A credential in another format", "It uses a format we can&#39;t read yet."),
            ]
            for (text, heading, sentence) in cases {
                let page = try await self.post(verifier, text: text)
                #expect(page.text.contains("<h1>\(heading)</h1>") && page.text.contains("<span>\(sentence)</span>"), "\(page.text)")
                #expect(page.text.contains("banner bad") == (heading == "Not a credential"), "\(text)")
                #expect(page.text.contains("href=\"\(site)\">Open this link</a>") == text.contains(site), "\(text)")
            }
            let picture = try await self.post(verifier, file: [0x89] + Array("PNG\r\n\u{1A}\n".utf8) + [0, 0, 0, 13])
            #expect(picture.text.contains("<h1>A picture or a PDF</h1>") && !picture.text.contains("banner bad"))
        }
    }

    @Test func `name every check with its sentences, and say nothing there that reads as the fact of a credential`() async throws {
        try await FilledVerifier.with { verifier in
            let page = try await verifier.client.execute("/verifier/checks").text
            let list = try #require(page.firstRange(of: "<dl")).lowerBound..<(try #require(page.ranges(of: "</dl>").last)).upperBound
            let checks = page[list].split(separator: "<div>").dropFirst().compactMap { $0.split(separator: "</div>").first }
            #expect(checks.count == Check.Code.allCases.count)
            for check in checks {
                #expect(check.contains("<dt>") && check.contains("<dd>"), "\(check)")
                // A key instead of a sentence, or what stands for a fact.
                #expect(!check.contains(/\b(check|label|general|outcome)\.[a-z]|[{…]/), "\(check)")
                #expect(check.replacing("&#39;", with: "’").allSatisfy { !$0.isNumber }, "\(check)")
            }
        }
    }

    @Test func `say above themselves who is signed in, and let her out`() async throws {
        try await FilledVerifier.with(isDemo: true) { verifier in
            let learner = Visitor.learner(college: 1, person: .init(high: 1, low: 1))
            for path in ["/", "/verifier/", "/verifier/checks"] {
                let cookie = try FilledVerifier.cookie(of: learner, called: "Ada <3")
                let page = try await verifier.client.execute(path, headers: [.cookie: cookie])
                #expect(
                    page.text.contains("<p>You are signed in as Ada &lt;3, a learner.</p><form method=\"post\" action=\"/sign-out\">"),
                    "\(path)")
                #expect(page.headers[.cacheControl] == "private, no-store")
                for other in [nil, "\(SessionCookie.name)=rubbish"] {
                    let nobody = try await verifier.client.execute(path, headers: other.map { [.cookie: $0] } ?? [:])
                    #expect(nobody.status == .ok && !nobody.text.contains("/sign-out"))
                }
            }
            let unnamed = try await verifier.client.execute("/", headers: [.cookie: try FilledVerifier.cookie(of: learner)])
            #expect(unnamed.text.contains("<p>You are signed in as a learner.</p>"))
        }
    }

    @Test func `have one mark for the whole site`() async throws {
        try await FilledVerifier.with { verifier in
            #expect(
                try await verifier.client.execute("/").text.contains("<link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">"))
            let mark = try await verifier.client.execute("/favicon.svg")
            #expect(mark.status == .ok && mark.headers[.contentType] == "image/svg+xml" && mark.text.hasPrefix("<svg "))
            #expect(try await verifier.client.execute("/favicon.ico").headers[.location] == "/favicon.svg")
        }
    }

    @Test func `say what is missing, above the form and at the field`() async throws {
        try await FilledVerifier.with { verifier in
            let empty = try await self.post(verifier, file: [], text: " \n")
            #expect(empty.status == .unprocessableContent && empty.text.contains("href=\"#file\">Choose a file, or paste the text</a>"))
            #expect(empty.text.contains("id=\"file-e\""))
            let both = try await self.post(verifier, file: Array("{}".utf8), text: "{<}")
            #expect(both.status == .unprocessableContent && both.text.contains("href=\"#text\">"))
            #expect(both.text.contains("{&lt;}"), "what was typed stays")
            let large = try await self.post(verifier, file: [UInt8](repeating: 32, count: VerificationRoutes.bodyLimit + 1))
            #expect(large.status == .unprocessableContent && large.text.contains("It must be 1 MB or less"), "\(large.status)")
        }
    }

    @Test func `take every sentence from the catalogue, and leave none there unused`() async throws {
        let check = try PageRoutes.pages().check(alsoUsed: [
            "result.title", "result.unnamed", "result.link", "result.picture", "result.unsupported-format", "result.too-large",
            "result.unreadable", "result.not-a-credential", "check.nothing", "check.both", "check.too-large", "start.heading",
        ])
        #expect(check.isClean, "\(check)")
    }
}
