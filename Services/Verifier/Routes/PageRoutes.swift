import Catalogue
import Chassis
import Credentials
import HTTP
import JSON
import Observability
import VerdictPages

/// The verifier's human pages: the site's start, a form to check a credential, its result, and what the checks mean.
///
/// Nothing is kept: the result is the answer to the form.
struct PageRoutes: Sendable {
    let verifying: Verifying
    let pages: Pages
    let sentences: VerdictSentences
    /// The site's origin, as browsers write it.
    let origin: String
    /// Whether the site is a demo, whose people anybody may be.
    let isDemo: Bool
    let now: @Sendable () -> WallTime

    /// The verifier's templates and sentences in the frame of all services.
    static func pages(pseudo: Bool = false) throws -> Pages {
        let templates = [
            "start": PackageResources.start_mustache, "check": PackageResources.check_mustache, "result": PackageResources.result_mustache,
            "checks": PackageResources.checks_mustache, "sources": PackageResources.sources_mustache,
        ].mapValues { String(decoding: $0, as: UTF8.self) }
        return try Pages(
            prefix: "/verifier", templates: templates.merging(VerdictPage.partials) { own, _ in own },
            sentences: try JSON(parsing: PackageResources.sentences_en_json),
            navigation: [PageLink("/verifier/", label: "nav.check"), PageLink("/verifier/checks", label: "nav.checks")],
            footer: [PageLink("/verifier/sources", label: "footer.sources")], pseudo: pseudo)
    }

    func add<Context: RequestContext>(to router: Router<Context>) {
        router.get("/") { request, _ in
            try self.pages.response("start", title: "start.heading", ["hasPeople": .bool(self.isDemo)], to: request)
        }
        router.get("/verifier/") { request, _ in try self.pages.response("check", title: "check.heading", to: request) }
        router.post("/verifier/") { request, _ in try await self.check(request) }
        router.get("/verifier/checks") { request, _ in
            try self.pages.response("checks", title: "checks.heading", ["groups": .array(self.groups)], to: request)
        }
        router.get("/verifier/sources") { request, _ in try self.pages.response("sources", title: "sources.heading", to: request) }
        self.pages.addStylesheet(to: router.group("/verifier"))
        // The one site has one mark; the verifier owns what lies at its root.
        let mark = StaticContent(PackageResources.favicon_svg, contentType: "image/svg+xml", maxAge: .seconds(86_400))
        router.get("/favicon.svg") { request, _ in mark.response(to: request) }
        // Programs that read no page ask for it by its old name.
        router.get("/favicon.ico") { _, _ in HTTPResponse(status: .permanentRedirect, headers: [.location: "/favicon.svg"]) }
    }

    private func check(_ request: HTTPRequest) async throws -> HTTPResponse {
        let limits = FormLimits(fields: 4, bytes: VerificationRoutes.bodyLimit, files: 1, fileBytes: VerificationRoutes.bodyLimit)
        let form: MultipartForm
        do {
            form = try await MultipartForm(request, limits: limits)
        } catch let error as HTTPError where error.status == .contentTooLarge {
            return try self.refusal("check.too-large", field: "file", to: request)
        }
        let file = form.file("file").map(\.bytes) ?? []
        let text = form.fields.first { $0.name == "text" }?.value ?? ""
        let hasText = text.utf8.contains { ![9, 10, 13, 32].contains($0) }
        guard !file.isEmpty || hasText else { return try self.refusal("check.nothing", field: "file", to: request) }
        guard file.isEmpty || !hasText else { return try self.refusal("check.both", field: "text", text: text, to: request) }
        return try await self.result(on: file.isEmpty ? Array(text.utf8) : file, to: request)
    }

    private func result(on bytes: [UInt8], to request: HTTPRequest) async throws -> HTTPResponse {
        let time = self.now()
        let judged: (verdict: Verdict, document: JSON?, issuer: String?)
        do {
            let judgement = try await self.verifying.judgement(on: bytes, at: time)
            judged = (judgement.verdict, judgement.document, judgement.issuer)
        } catch is UnreadableDocument {
            judged = (Verification(of: bytes, at: DateTimeStamp(time), in: VerificationContext()).verdict(), nil, nil)
        }
        let page = VerdictPage(
            judged.verdict, on: judged.document, listedAs: judged.issuer, at: DateTimeStamp(time), sentences: self.sentences)
        let name = try page.heading ?? self.unnamed(judged.verdict)
        var context = page.context
        context["heading"] = .string(name)
        context["name"] = .string(name)
        context["link"] = self.link(in: bytes, judged.verdict)?.json
        context["headline"] = .string(page.headline.hasSuffix(".") ? String(page.headline.dropLast()) : page.headline)
        return try self.pages.response("result", title: "result.title", context, to: request)
    }

    /// What is called by no name of its own.
    private func unnamed(_ verdict: Verdict) throws -> String {
        let reason = verdict.checks.first?.outcome.reason?.code
        let key = reason.flatMap { Self.unnamedReasons.contains($0) ? "result.\($0.rawValue)" : nil }
        return try self.pages.sentence(key ?? "result.unnamed")
    }

    /// Why something without a name is no credential that can be read: each has a heading.
    static let unnamedReasons: [Reason.Code] = [.link, .picture, .unsupportedFormat, .tooLarge, .unreadable, .notACredential]

    /// The link that was given instead of a credential, where it leads to this very site; no other address is made easy to open.
    private func link(in bytes: [UInt8], _ verdict: Verdict) -> String? {
        guard verdict.checks.first?.outcome.reason?.code == .link else { return nil }
        let text = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).first.map(String.init)
        return text.flatMap { $0.hasPrefix(self.origin + "/") ? $0 : nil }
    }

    private func refusal(_ key: String, field: String, text: String = "", to request: HTTPRequest) throws -> HTTPResponse {
        try self.pages.response(
            "check", title: "check.heading",
            [
                "error": [
                    "field": .string(field), "sentence": .string(try self.pages.sentence(key)), "isFile": .bool(field == "file"),
                    "isText": .bool(field == "text"),
                ],
                "text": .string(text),
            ], status: .unprocessableContent, to: request)
    }

    /// Every check with its sentences, grouped as results are.
    private var groups: [JSON] {
        VerdictPage.groups.map { key, steps in
            let checks = Check.Code.allCases.filter { steps.contains($0.step) }.map { code -> JSON in
                let sentences = ["passed", "failed", "not-checked"].compactMap { outcome -> JSON? in
                    CheckSentence.general(code, outcome, sentences: self.sentences).map {
                        .string("\(self.sentences.text("outcome.\(outcome)")): \($0)")
                    }
                }
                return ["label": .string(self.sentences.text("label.\(code.rawValue)")), "sentences": .array(sentences)]
            }
            return ["heading": .string(self.sentences.text(key)), "checks": .array(checks)]
        }
    }
}
