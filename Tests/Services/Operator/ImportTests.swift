import Configuration
import HTTP
import JSON
import Observability
import Synchronization
import Testing

@testable import cairn

@Suite struct `A call of cairn import` {
    @Test func `hands the file over, shows the dry run, issues, and follows to the end`() async throws {
        let site = StandInSite(states: [.checked, .issuing, .done])
        let call = try await site.run(isConfirmed: true)
        #expect(call.code == ImportSession.someWrong)
        #expect(
            call.output == """
                  3  rows read
                  2  can be issued
                  0  held already
                  1  wrong
                line 4, email: No.
                issued 2 of 2 (100 %)

                """)
        let batches = "/issuer/api/v1/batches"
        #expect(site.asked == ["POST \(batches)", "POST \(batches)/b/issue"] + Array(repeating: "GET \(batches)/b", count: 3))
    }

    @Test func `issues nothing where nobody says yes`() async throws {
        let site = StandInSite(states: [.checked])
        let call = try await site.run(isConfirmed: false)
        #expect(call.code == ImportSession.notConfirmed)
        #expect(call.errors == "nothing was issued; --yes issues without asking\n")
        #expect(site.asked == ["POST /issuer/api/v1/batches"])
    }

    @Test(arguments: [("y", true), ("YES", true), ("n", false), ("", false)])
    func `asks whoever looks on`(answer: String, isIssued: Bool) async throws {
        let site = StandInSite(states: [.checked, .done])
        let call = try await site.run(isConfirmed: false, isInteractive: true, answer: answer)
        #expect(call.output.contains("Issue 2 credentials? The wrong rows are left out. [y/N] "))
        #expect(call.code == (isIssued ? ImportSession.someWrong : ImportSession.notConfirmed))
        #expect(site.asked.contains("POST /issuer/api/v1/batches/b/issue") == isIssued)
    }

    @Test func `says what a refusal says, with its places`() async throws {
        let problem: JSON = [
            "status": 422, "code": "file-refused", "detail": "Line 1: no column.",
            "errors": .array((1...7).map { ["pointer": "/\($0)", "detail": "No."] }),
        ]
        let site = StandInSite(states: [], refusal: HTTPResponse(status: .unprocessableContent, body: .bytes(problem.bytes())))
        let error = await site.failure()
        let places = (1...5).map { "\n  /\($0): No." }.joined()
        #expect(error == "POST /issuer/api/v1/batches was refused (422): Line 1: no column.\(places)\n  and 2 more")
    }

    @Test(arguments: [
        (HTTPResponse(status: 503, body: .text("<html>")), "POST /issuer/api/v1/batches was refused (503): the answer has the status 503"),
        (HTTPResponse(body: .text("{}")), "POST /issuer/api/v1/batches: the answer has no text id"),
        (HTTPResponse(body: .text("{")), "POST /issuer/api/v1/batches: the answer is no JSON: "),
        (
            HTTPResponse(body: .text(#"{"id": "b", "state": "lost"}"#)),
            "POST /issuer/api/v1/batches: the batch is lost, which is not known here"
        ),
    ])
    func `says what an answer is that no issuer gives`(answer: HTTPResponse, sentence: String) async throws {
        let error = await StandInSite(states: [], refusal: answer).failure()
        #expect(error.hasPrefix(sentence), "\(error)")
    }

    @Test func `refuses a site elsewhere without a token, and a folder without a stack`() async {
        let elsewhere = await CairnCall.run(["import", "--url", "https://cairn.example", "x.csv"])
        #expect(elsewhere.code == 64 && elsewhere.errors.contains("--url needs --token-file"))
        let nowhere = await CairnCall.run(["import", "--folder", "/nowhere", "x.csv"])
        #expect(nowhere.code == 64 && nowhere.errors.contains("/nowhere/stack.json can't be used"))
    }

    @Test func `leaves out of a file's name what no header field holds`() {
        #expect(ImportSession.fieldValue("Übung\r\n1.csv") == "bung1.csv")
        #expect(ImportSession.fieldValue(String(repeating: "x", count: 300)).utf8.count == 200)
    }
}

/// An issuer that answers as told: a batch of three rows in one state after another.
final class StandInSite: HTTPResponder {
    private let state: Mutex<(states: [BatchReport.State], asked: [String])>
    private let refusal: HTTPResponse?

    init(states: [BatchReport.State], refusal: HTTPResponse? = nil) {
        self.state = Mutex((states, []))
        self.refusal = refusal
    }

    var asked: [String] { self.state.withLock { $0.asked } }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        self.state.withLock { $0.asked.append("\(request.method) \(request.path)") }
        do { _ = try await request.body.collect(upTo: 1 << 20) } catch { return HTTPResponse(status: .badRequest) }
        if let refusal { return refusal }
        let state = self.state.withLock { $0.states.count > 1 && request.path.hasSuffix("/b") ? $0.states.removeFirst() : $0.states[0] }
        let batch: JSON = [
            "id": "b", "state": .string(state.rawValue), "rows": 3, "ready": 2, "held": 0, "wrong": 1, "issued": state == .done ? 2 : 0,
            "failed": 0, "problems": [["line": 4, "column": "email", "sentence": "No."]],
        ]
        return HTTPResponse(headers: [.contentType: "application/json"], body: .bytes(batch.bytes()))
    }

    /// One call against it.
    func run(isConfirmed: Bool, isInteractive: Bool = false, answer: String? = nil) async throws -> CairnCall {
        let output = Mutex("")
        let errors = Mutex("")
        let terminal = Terminal(
            isInteractive: isInteractive, output: { text in output.withLock { $0 += text } },
            errors: { text in errors.withLock { $0 += text } })
        let server = HTTPServer(
            configuration: .init(host: "127.0.0.1", port: 0), logger: Logger(label: "site", level: .critical, handler: JSONLogHandler()),
            responder: self)
        let serving = Task { try await server.run() }
        let client = HTTPClient()
        let file = try DemoFiles()
        let session = ImportSession(
            site: SiteClient(url: "http://\(try await server.address())", client: client), caller: .bearer("t"), terminal: terminal,
            answer: { answer }, clock: ImmediateClock(), now: { .zero })
        let result: Result<Int32, any Error>
        do { result = .success(try await session.run("\(file.folder)/completions.csv", isConfirmed: isConfirmed)) } catch {
            result = .failure(error)
        }
        await client.shutdown()
        serving.cancel()
        try await serving.value
        return CairnCall(code: try result.get(), output: output.withLock { $0 }, errors: errors.withLock { $0 })
    }

    /// What a call against it fails with.
    func failure() async -> String {
        do {
            _ = try await self.run(isConfirmed: true)
            return "nothing"
        } catch { return "\(error)" }
    }
}

/// A clock on which time passes only while somebody sleeps, and then at once.
final class ImmediateClock: Clock {
    struct Instant: InstantProtocol {
        var offset: Duration = .zero
        func advanced(by duration: Duration) -> Instant { Instant(offset: self.offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - self.offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private let state = Mutex(Instant())

    var now: Instant { self.state.withLock { $0 } }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        self.state.withLock { $0 = max($0, deadline) }
    }
}
