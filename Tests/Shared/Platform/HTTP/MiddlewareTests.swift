import Observability
import TestSupport
import Testing

@testable import HTTP

@Suite struct `Middleware` {
    private struct Noting: RouterMiddleware {
        let name: String
        let journal: Journal

        func handle(
            _ request: HTTPRequest, context: BasicRequestContext, next: @escaping RouteHandler<BasicRequestContext>
        ) async throws -> HTTPResponse {
            self.journal.note("\(self.name) in")
            let response = try await next(request, context)
            self.journal.note("\(self.name) out \(response.status)")
            return response
        }
    }

    private struct Refusing: RouterMiddleware {
        func handle(
            _ request: HTTPRequest, context: BasicRequestContext, next: @escaping RouteHandler<BasicRequestContext>
        ) async throws -> HTTPResponse {
            throw HTTPError(.unauthorized, "Sign in first.")
        }
    }

    private static func client(_ router: Router<BasicRequestContext>, logs: RecordedLogs = RecordedLogs()) -> HTTPTestClient {
        .router(router.buildResponder(logger: Logger(label: "http", handler: logs)))
    }

    @Test func `nests: the router's around the group's, in their order; what is thrown inside is an answer outside`() async throws {
        let journal = Journal()
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: Noting(name: "a", journal: journal)).add(middleware: Noting(name: "b", journal: journal))
        let group = router.group("/g").add(middleware: Noting(name: "c", journal: journal))
        group.get("/ok") { _, _ in
            journal.note("handler")
            return HTTPResponse()
        }
        group.add(middleware: Refusing()).get("/no") { _, _ in HTTPResponse() }
        let client = Self.client(router)
        _ = try await client.execute("/g/ok")
        #expect(journal.entries == ["a in", "b in", "c in", "handler", "c out 200", "b out 200", "a out 200"])
        _ = try await client.execute("/g/no")
        #expect(journal.entries.dropFirst(7) == ["a in", "b in", "c in", "c out 401", "b out 401", "a out 401"])
        _ = try await client.execute("/nowhere")
        #expect(journal.entries.dropFirst(13) == ["a in", "b in", "b out 404", "a out 404"])
    }

    @Test func `for traces makes a child of the caller's step, or begins a journey`() async throws {
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: TracingMiddleware { Array(repeating: 0xAB, count: $0) })
        router.get("/") { _, context in HTTPResponse(body: .text(context.trace?.description ?? "none")) }
        let client = Self.client(router)
        let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        let child = try await client.execute("/", headers: [.traceparent: parent])
        #expect(child.text == "00-0af7651916cd43dd8448eb211c80319c-abababababababab-01")
        for broken in ["", "00-0-0-01", parent + "x"] {
            let fresh = try await client.execute("/", headers: [.traceparent: broken])
            #expect(fresh.text == "00-abababababababababababababababab-abababababababab-01")
        }
    }

    @Test func `for metrics counts by method, template and class of status`() async throws {
        let registry = MetricsRegistry()
        let journal = Journal()
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: MetricsMiddleware(registry: registry))
        router.get("/items/{id}") { _, context in
            if context.parameters["id"] == "3" { throw HTTPError(.notFound, "none") }
            journal.note(
                registry.exposition().split(separator: "\n").first { $0.hasPrefix("http_requests_in_flight ") }.map(String.init) ?? "")
            return HTTPResponse()
        }
        let client = Self.client(router)
        for path in ["/items/1", "/items/2", "/items/3", "/nowhere/17"] { _ = try await client.execute(path) }
        _ = try await client.execute("/", method: try #require(HTTPMethod(rawValue: "MADE-UP")))
        let lines = registry.exposition().split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
        #expect(
            lines.filter { $0.hasPrefix("http_requests_total") } == [
                "http_requests_total{method=\"GET\",route=\"/items/{id}\",status=\"2xx\"} 2",
                "http_requests_total{method=\"GET\",route=\"/items/{id}\",status=\"4xx\"} 1",
                "http_requests_total{method=\"GET\",route=\"none\",status=\"4xx\"} 1",
                "http_requests_total{method=\"other\",route=\"none\",status=\"4xx\"} 1",
            ])
        #expect(lines.contains("http_request_duration_seconds_count{method=\"GET\",route=\"/items/{id}\"} 3"))
        #expect(lines.contains("http_requests_in_flight 0"))
        #expect(journal.entries == ["http_requests_in_flight 1", "http_requests_in_flight 1"])
    }

    @Test func `for the log writes a line without path, query or body`() async throws {
        let logs = RecordedLogs()
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: LogRequestsMiddleware())
        router.post("/people/{student}") { _, _ in HTTPResponse(status: .created) }
        _ = try await Self.client(router, logs: logs).execute("/people/s123?name=Ada", method: .post, body: Array("secret".utf8))
        let event = try #require(logs.events.first)
        #expect(logs.events.count == 1)
        #expect(event.level == .info)
        #expect(event.metadata["http.method"] == "POST")
        #expect(event.metadata["http.route"] == "/people/{student}")
        #expect(event.metadata["http.status"] == "201")
        #expect(event.metadata["request.id"] == "1")
        #expect(Double(event.metadata["http.duration_ms"] ?? "") != nil)
        #expect(!event.metadata.values.contains { $0.contains("s123") || $0.contains("Ada") || $0.contains("secret") })
    }

    @Test func `for body limits refuses by the promised length, and by what comes`() async throws {
        let journal = Journal()
        let router = Router(context: BasicRequestContext.self)
        router.group("/small").add(middleware: BodyLimitMiddleware(limit: 10)).post("/") { request, _ in
            journal.note("ran")
            return HTTPResponse(body: .bytes(try await request.body.collect(upTo: 1_000)))
        }
        let responder = router.buildResponder(logger: Logger(label: "http", handler: RecordedLogs()))
        let client = HTTPTestClient.router(responder)
        let short = try await client.execute("/small", method: .post, body: Array(repeating: 97, count: 10))
        #expect(short.body.count == 10)
        let long = try await client.execute("/small", method: .post, body: Array(repeating: 97, count: 11))
        #expect(long.status == .contentTooLarge)
        #expect(journal.entries == ["ran"])
        let pieces = try HTTPRequest(
            method: .post, target: "/small", body: HTTPRequestBody(chunks: [[1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11]]))
        let unpromised = await responder.respond(to: pieces)
        #expect(unpromised.status == .contentTooLarge)
        #expect(journal.entries == ["ran", "ran"])
    }

    @Test func `for security sets its headers on every answer, errors too, and leaves a handler's own`() async throws {
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: SecurityHeadersMiddleware())
        router.get("/") { _, _ in HTTPResponse(headers: [.referrerPolicy: "no-referrer"]) }
        let client = Self.client(router)
        let page = try await client.execute("/")
        #expect(page.headers[.contentSecurityPolicy]?.hasPrefix("default-src 'self';") == true)
        #expect(page.headers[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
        #expect(page.headers.values(of: .referrerPolicy) == ["no-referrer"])
        let missing = try await client.execute("/nowhere")
        #expect(missing.headers[.contentTypeOptions] == "nosniff")
        #expect(missing.headers[.referrerPolicy] == "same-origin")
        #expect(missing.headers[.frameOptions] == "DENY")
    }

    @Test func `for timeouts cancels a slow handler and leaves a quick one alone`() async throws {
        let journal = Journal()
        let router = Router(context: BasicRequestContext.self)
        router.group("").add(middleware: TimeoutMiddleware(limit: .milliseconds(50))).get("/slow") { _, _ in
            do { try await Task.sleep(for: .seconds(3_600)) } catch {
                journal.note("cancelled")
                throw error
            }
            return HTTPResponse()
        }
        router.group("").add(middleware: TimeoutMiddleware(limit: .seconds(3_600))).get("/quick") { _, _ in HTTPResponse(status: .accepted)
        }
        let client = Self.client(router)
        let slow = try await client.execute("/slow")
        #expect(slow.status == .serviceUnavailable)
        #expect(slow.headers[.retryAfter] == "1")
        #expect(journal.entries == ["cancelled"])
        let quick = try await client.execute("/quick")
        #expect(quick.status == .accepted)
    }
}
