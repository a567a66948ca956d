import Observability
import TestSupport
import Testing

@testable import HTTP

@Suite struct `A router` {
    static func router() -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        router.get("/") { _, _ in HTTPResponse(body: .text("home")) }
        router.get("/items/{id}") { _, context in HTTPResponse(body: .text("item \(try context.parameters.require("id"))")) }
        router.get("/items/new") { _, _ in HTTPResponse(body: .text("form")) }
        router.post("/items/new") { _, _ in HTTPResponse(status: .created) }
        router.delete("/items/{number}") { _, context in
            HTTPResponse(body: .text("\(try context.parameters.require("number", as: Int.self))"))
        }
        router.get("/items/{id}/steps/{step}") { _, context in
            HTTPResponse(body: .text("\(context.parameters["id"] ?? "-") \(context.parameters["step"] ?? "-") \(context.route ?? "-")"))
        }
        router.get("/items/new/done") { _, _ in HTTPResponse(body: .text("done")) }
        router.group("/api").group("/v1").get("/things") { _, _ in HTTPResponse(body: .text("things")) }.put("/") { _, _ in HTTPResponse() }
        router.get("/fail") { _, _ in throw Unknown() }
        router.get("/gone") { _, _ in throw HTTPError(.gone, "It was here once.", headers: [.retryAfter: "3"]) }
        router.get("/stream") { _, _ in
            HTTPResponse(body: .stream(length: 6) { writer in for text in ["one", "two"] { try await writer.write(text) } })
        }
        return router
    }

    private struct Unknown: Error {}

    struct Case: Sendable, CustomTestStringConvertible {
        let request: String
        let status: Int
        let text: String

        init(_ request: String, _ status: Int, _ text: String) {
            self.request = request
            self.status = status
            self.text = text
        }

        var testDescription: String { self.request }
    }

    static let cases = [
        Case("GET /", 200, "home"), Case("GET /?a=b", 200, "home"),
        Case("GET /items/7", 200, "item 7"), Case("GET /items/new", 200, "form"), Case("POST /items/new", 201, ""),
        Case("DELETE /items/12", 200, "12"), Case("DELETE /items/new", 400, "The part number of the path is not what it must be.\n"),
        Case("GET /items/a%2Fb", 200, "item a/b"), Case("GET /items/a+b", 200, "item a+b"), Case("GET /items/%C3%A4", 200, "item ä"),
        Case("GET /items/new/steps/2", 200, "new 2 /items/{id}/steps/{step}"), Case("GET /items/new/done", 200, "done"),
        Case("GET /items/%6Eew", 200, "form"), Case("GET /api/v1/things", 200, "things"), Case("PUT /api/v1", 200, ""),
        Case("GET /stream", 200, "onetwo"),
        Case("GET /nowhere", 404, "There is nothing here.\n"), Case("GET /items/", 404, "There is nothing here.\n"),
        Case("GET /items/7/", 404, "There is nothing here.\n"), Case("GET //items/7", 404, "There is nothing here.\n"),
        Case("GET /ITEMS/7", 404, "There is nothing here.\n"),
        Case("PUT /items/7", 405, "PUT can't be done here; DELETE, GET, HEAD, OPTIONS can.\n"),
        Case("GET /items/..", 400, "The path has a dot segment.\n"), Case("GET /items/%2e%2E", 400, "The path has a dot segment.\n"),
        Case("GET /items/./7", 400, "The path has a dot segment.\n"),
        Case("GET /items/%00", 400, "Segment 2 of the path is not encoded rightly: the decoded text holds NUL.\n"),
        Case(
            "GET /items/a%4", 400,
            "Segment 2 of the path is not encoded rightly: the % at byte 1 is not followed by two hexadecimal digits.\n"),
        Case(
            "GET /items/%zz", 400,
            "Segment 2 of the path is not encoded rightly: the % at byte 0 is not followed by two hexadecimal digits.\n"),
        Case("GET /items/%FF", 400, "Segment 2 of the path is not encoded rightly: the decoded bytes are not UTF-8.\n"),
        Case("GET /" + String(repeating: "a/", count: 64), 400, "The path has more than 64 segments.\n"),
        Case("GET /fail", 500, ""), Case("GET /gone", 410, "It was here once.\n"),
        Case("HEAD /items/7", 200, ""), Case("HEAD /stream", 200, ""), Case("HEAD /nowhere", 404, ""),
        Case("OPTIONS /items/new", 204, ""), Case("OPTIONS *", 204, ""), Case("OPTIONS /nowhere", 404, "There is nothing here.\n"),
    ]

    private func check(_ client: HTTPTestClient) async throws {
        for expected in Self.cases {
            let parts = expected.request.split(separator: " ").map(String.init)
            let response = try await client.execute(parts[1], method: try #require(HTTPMethod(rawValue: parts[0])))
            #expect(response.status.code == expected.status, "\(expected.request)")
            #expect(response.text == expected.text, "\(expected.request)")
        }
        let other = try await client.execute("/items/7", method: .put)
        #expect(other.headers[.allow] == "DELETE, GET, HEAD, OPTIONS")
        let options = try await client.execute("/items/new", method: .options)
        #expect(options.headers[.allow] == "DELETE, GET, HEAD, OPTIONS, POST")
        let gone = try await client.execute("/gone")
        #expect(gone.headers[.retryAfter] == "3")
    }

    @Test func `answers in memory`() async throws {
        let logs = RecordedLogs()
        try await self.check(.router(Self.router().buildResponder(logger: Logger(label: "http", handler: logs))))
        #expect(logs.events.map(\.message.description) == ["a handler failed with an error that has no answer"])
        #expect(logs.events.first?.level == .error)
        #expect(logs.events.first?.metadata["route"] == "/fail")
    }

    @Test func `answers the same over a socket`() async throws {
        let responder = Self.router().buildResponder(logger: Logger(label: "http", handler: RecordedLogs()))
        try await RunningServer.with(.init(), responder) { running in try await self.check(.live(running.address)) }
    }

    @Test func `lists its routes for the contract`() {
        let router = Router(context: BasicRequestContext.self)
        router.group("/b").post("/{id}") { _, _ in HTTPResponse() }.get("/{id}") { _, _ in HTTPResponse() }
        router.get("/a") { _, _ in HTTPResponse() }
        #expect(router.routes.map(\.description) == ["GET /a", "GET /b/{id}", "POST /b/{id}"])
    }

    @Test func `refuses two routes that no request could tell apart`() async {
        await #expect(processExitsWith: .failure) {
            let router = Router(context: BasicRequestContext.self)
            router.get("/{id}") { _, _ in HTTPResponse() }.get("/{name}") { _, _ in HTTPResponse() }
            _ = router.buildResponder(logger: Logger(label: "http", handler: RecordedLogs()))
        }
    }

    @Test func `renders errors in the one way it is given, and hides those it does not know`() async throws {
        let router = Router(context: BasicRequestContext.self)
        router.get("/known") { _, _ in throw HTTPError(.conflict, "already") }
        router.get("/unknown") { _, _ in throw Unknown() }
        let problems = ErrorRenderer { error, request in
            (error as? HTTPError).map { HTTPResponse(status: $0.status, body: .text("problem \($0.message) at \(request.path)")) }
        }
        let logger = Logger(label: "http", handler: RecordedLogs())
        let client = HTTPTestClient.router(router.buildResponder(logger: logger, errors: problems))
        let known = try await client.execute("/known")
        #expect(known.text == "problem already at /known")
        let missing = try await client.execute("/missing")
        #expect(missing.text == "problem There is nothing here. at /missing")
        let unknown = try await client.execute("/unknown")
        #expect(unknown.status == .internalServerError)
        #expect(unknown.body == [])
    }
}
