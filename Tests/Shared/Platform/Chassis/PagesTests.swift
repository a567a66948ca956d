import CloudEvents
import HTTP
import JSON
import Observability
import Templates
import TestSupport
import Testing

@testable import Chassis

@Suite struct `A page` {
    private static let templates = ["hello": "{{>frame-top}}\n<main id=\"main\"><h1>{{t.hello.heading}}</h1></main>\n{{>frame-bottom}}"]
    private static let sentences: JSON = [
        "hello.title": "Wallet of {owner}", "hello.heading": "What do you hold, {owner}?", "nav.wallet": "Wallet", "nav.links": "Links",
        "foot.help": "Get help",
    ]
    private let context: JSONObject = ["owner": "A <b> & \"C\""]

    private func pages(pseudo: Bool = false) throws -> Pages {
        try Pages(
            prefix: "/wallet", templates: Self.templates, sentences: Self.sentences,
            navigation: [PageLink("/wallet", label: "nav.wallet"), PageLink("/wallet/links", label: "nav.links")],
            footer: [PageLink("/help", label: "foot.help")], pseudo: pseudo)
    }

    private func client(pseudo: Bool = false, _ logs: RecordedLogs = RecordedLogs()) throws -> HTTPTestClient {
        let pages = try self.pages(pseudo: pseudo)
        let router = Router().add(middleware: SecurityHeadersMiddleware())
        let group = router.group("/wallet")
        let context = self.context
        group.get("/") { request, _ in try pages.response("hello", title: "hello.title", context, to: request) }
        group.post("/") { _, _ in throw Problem(.forbidden, "scope-missing", "No.", headers: [.retryAfter: "7"]) }
        group.get("/wrong") { request, _ in
            try pages.response("hello", title: "hello.title", context, status: .unprocessableContent, to: request)
        }
        group.get("/refused") { _, _ in throw Problem(.unprocessableContent, "never-heard-of", "Refused.") }
        group.get("/strange") { _, _ in throw Problem(.conflict, "never-heard-of", "Strange.") }
        group.get("/broken") { request, _ in try pages.response("hello", title: "no.such", to: request) }
        pages.addStylesheet(to: group)
        let logger = Logger(label: "test", handler: logs)
        return .router(router.buildResponder(logger: logger, errors: .pages(pages, logger: logger)))
    }

    @Test func `stands in the frame, with a title, a skip link and the place in the navigation`() async throws {
        let answer = try await self.client().execute("/wallet")
        #expect(
            answer.status == .ok && answer.headers[.contentType] == "text/html; charset=utf-8" && answer.headers[.contentLanguage] == "en")
        #expect(answer.text.hasPrefix("<!doctype html>\n<html lang=\"en\" dir=\"ltr\">\n"))
        for part in [
            "<title>Wallet of A &lt;b&gt; &amp; &quot;C&quot; - Cairn</title>",
            "<h1>What do you hold, A &lt;b&gt; &amp; &quot;C&quot;?</h1>",
            "<a class=\"skip\" href=\"#main\">Skip to main content</a>", "<a href=\"/wallet\" aria-current=\"page\">Wallet</a>",
            "<a href=\"/wallet/links\">Links</a>", "<a href=\"/help\">Get help</a>", "<symbol id=\"m-unchecked\"",
        ] { #expect(answer.text.contains(part), "\(part)") }
        #expect(answer.text.hasSuffix("</html>\n"))
    }

    @Test func `says as whom one is signed in, with a way out, and says nothing of nobody`() async throws {
        let client = try self.client()
        let visitor = Visitor.learner(college: 1, person: UUIDValue(high: 1, low: 1))
        let page = try await Visitor.$ofRequest.withValue(visitor) { try await client.execute("/wallet").text }
        #expect(page.contains("<p>You are signed in as a learner.</p><form method=\"post\" action=\"/sign-out\">"))
        for other in [nil, Visitor.anonymous, .shareLink(UUIDValue(high: 1, low: 1))] {
            #expect(try await !Visitor.$ofRequest.withValue(other) { try await client.execute("/wallet").text }.contains("persona"))
        }
    }

    @Test func `calls one by the name that her session has`() async throws {
        let client = try self.client()
        for (visitor, words) in [
            (Visitor.learner(college: 1, person: UUIDValue(high: 1, low: 1)), "Ada &lt;b&gt;, a learner."),
            (.staff(.init(college: 1, scopes: [])), "Ada &lt;b&gt;, staff of a college."),
            (.employer(UUIDValue(high: 1, low: 1), scopes: []), "Ada &lt;b&gt;, for an employer."),
        ] {
            let page = try await Visitor.$ofRequest.withValue(visitor) {
                try await Visitor.$nameOfRequest.withValue("Ada <b>") { try await client.execute("/wallet").text }
            }
            #expect(page.contains("<p>You are signed in as \(words)</p>"), "\(words)")
        }
    }

    @Test func `leads whoever is not let in to the people of a demo, where there are any`() async throws {
        let pages = try self.pages()
        let router = Router()
        router.get("/401") { _, _ in throw Problem.signInNeeded }
        router.get("/403") { _, _ in throw Problem(.forbidden, "other-visitor", "No.") }
        router.get("/409") { _, _ in throw Problem(.conflict, "x", "No.") }
        let logger = Logger(label: "test", handler: RecordedLogs())
        for isDemo in [true, false] {
            let client = HTTPTestClient.router(router.buildResponder(logger: logger, errors: .pages(pages, isDemo: isDemo, logger: logger)))
            for path in ["/401", "/403", "/409"] {
                let page = try await client.execute(path, headers: [.accept: "text/html"]).text
                #expect(page.contains("href=\"/demo/people\"") == (isDemo && path != "/409"), "\(path)")
            }
        }
    }

    @Test func `has no empty stripe at its foot`() async throws {
        let bare = try Pages(prefix: "/x", templates: Self.templates, sentences: ["hello.title": "A", "hello.heading": "B"])
        let router = Router()
        router.get("/x") { request, _ in try bare.response("hello", title: "hello.title", to: request) }
        let client = HTTPTestClient.router(router.buildResponder(logger: Logger(label: "test", handler: RecordedLogs())))
        let page = try await client.execute("/x")
        #expect(page.status == .ok && !page.text.contains("<footer"))
        #expect(try await self.client().execute("/wallet").text.contains("<footer class=\"foot\">"))
    }

    @Test func `titles a form that came back by what is the matter, and no problem's page`() async throws {
        #expect(try await self.client().execute("/wallet/wrong").text.contains("<title>Error: Wallet of A"))
        let browser: HTTPFields = [.accept: "text/html"]
        #expect(try await self.client().execute("/wallet/refused", headers: browser).text.contains("<title>That did not work - Cairn"))
    }

    @Test func `holds no script and nothing of another host`() async throws {
        let answer = try await self.client().execute("/wallet")
        for part in ["<script", "http:", "https:", "javascript:", " onclick", " style="] { #expect(!answer.text.contains(part), "\(part)") }
        #expect(answer.text.utf8.count < 20_000)
    }

    @Test func `has every sentence from the catalogue`() async throws {
        #expect(try self.pages().check(alsoUsed: ["hello.title"]).isClean)
        for (path, accept) in [("/wallet", "*/*"), ("/nowhere", "text/html"), ("/wallet/strange", "text/html")] {
            let answer = try await self.client(pseudo: true).execute(path, headers: [.accept: accept])
            #expect(PseudoLocale.textsOutsideCatalogue(in: answer.text) == [], "\(path)")
        }
    }

    @Test func `finds its one stylesheet by a name that changes with it`() async throws {
        let client = try self.client()
        let page = try await client.execute("/wallet").text
        let start = try #require(page.firstRange(of: "href=\"/wallet/cairn.css?v=")).lowerBound
        let address = page[start...].dropFirst(6).prefix { $0 != "\"" }
        let sheet = try await client.execute(String(address))
        #expect(sheet.headers[.contentType] == "text/css; charset=utf-8" && sheet.headers[.cacheControl] == "public, max-age=31536000")
        #expect(sheet.body.count < 15_000 && sheet.text.contains(".skip"))
        #expect(try await client.execute("/wallet/cairn.css", headers: [.ifNoneMatch: sheet.headers[.eTag] ?? ""]).status == .notModified)
    }

    @Test func `says what went wrong to browsers, in the frame and with a way on`() async throws {
        let browser: HTTPFields = [.accept: "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"]
        let missing = try await self.client().execute("/nowhere", headers: browser)
        #expect(missing.status == .notFound && missing.headers[.contentType] == "text/html; charset=utf-8")
        #expect(missing.text.contains("<h1>There is nothing here</h1>") && missing.text.contains("<a href=\"/\">Back to the start</a>"))
        let denied = try await self.client().execute("/wallet", method: .post, headers: browser)
        #expect(
            denied.status == .forbidden && denied.headers[.retryAfter] == "7" && denied.text.contains("Your role does not include this."))
        let strange = try await self.client().execute("/wallet/strange", headers: browser)
        #expect(strange.status == .conflict && strange.text.contains("<h1>That did not work</h1>") && !strange.text.contains("Strange."))
    }

    @Test func `says it to programs as a problem`() async throws {
        let answer = try await self.client().execute("/nowhere", headers: [.accept: "application/json"])
        #expect(try answer.headers[.contentType] == "application/problem+json" && JSON(parsing: answer.body)["code"] == "not-found")
    }

    @Test func `tells the number of the trace, and nothing of the fault`() async throws {
        let logs = RecordedLogs()
        let trace = try #require(TraceContext(traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))
        let client = try self.client(pseudo: false, logs)
        let answer = try await TraceContext.$current.withValue(trace) {
            try await client.execute("/wallet/broken", headers: [.accept: "text/html"])
        }
        #expect(
            answer.status == .internalServerError && answer.text.contains("4bf92f3577b34da6a3ce929d0e0e4736")
                && !answer.text.contains("no.such"))
        #expect(logs.events.contains { $0.level == .error })
    }

    @Test func `cannot be made of a template that is wrong`() {
        #expect(throws: TemplateError.self) { try Pages(prefix: "/x", templates: ["a": "{{>nowhere}}"]) }
        #expect(throws: MessageError.self) { try Pages(prefix: "/x", templates: [:], sentences: ["frame.skip": "again"]) }
    }
}
