import Chassis
import HTTP
import JSON
import Observability
import Postgres
import Testing

@Suite struct `A problem` {
    @Test func `is a document of RFC 9457`() {
        let problem = Problem(
            .unprocessableContent, "fields-invalid", "Two values are wrong.",
            fields: [.init(JSONPointer(["a b", "0", "ü/~"]), "must be a text")])
        #expect(
            problem.json(trace: "abc") == [
                "type": "urn:cairn:problem:fields-invalid", "status": 422, "detail": "Two values are wrong.", "code": "fields-invalid",
                "errors": [["pointer": "#/a%20b/0/%C3%BC~1~0", "detail": "must be a text"]], "trace": "abc",
            ])
        #expect(
            Problem(.notFound, "not-found", "No.").json(trace: nil) == [
                "type": "urn:cairn:problem:not-found", "status": 404, "detail": "No.", "code": "not-found",
            ])
    }

    @Test func `is what every error becomes`() async throws {
        let cases: [(any Error, HTTPStatus, JSON)] = [
            (Problem(.conflict, "already-issued", "Twice."), .conflict, "already-issued"),
            (HTTPError(.contentTooLarge, "Too large."), .contentTooLarge, "too-large"),
            (self.decodingError(), .unprocessableContent, "fields-invalid"), (self.parsingError(), .badRequest, "json-malformed"),
            (PostgresError.connectionLost(reason: "x"), .serviceUnavailable, "database-away"),
            (PostgresError.commitUnknown(reason: "x"), .serviceUnavailable, "outcome-unknown"),
            (PostgresError.notCommitted, .internalServerError, "fault"),
            (ExchangeEnded.timedOut, .serviceUnavailable, "try-again"), (Unforeseen(), .internalServerError, "fault"),
        ]
        for (error, status, code) in cases {
            let answer = try await HTTPTestClient.router(self.responder(RecordedLogs()) { throw error }).execute("/")
            #expect(answer.status == status && answer.headers[.contentType] == "application/problem+json")
            #expect(try JSON(parsing: answer.body)["code"] == code, "\(error)")
        }
    }

    @Test func `names each wrong value of a body`() async throws {
        let answer = try await HTTPTestClient.router(self.responder(RecordedLogs()) { throw self.decodingError() }).execute("/")
        let pointers = try JSON(parsing: answer.body)["errors"]?.array?.map { $0["pointer"] }
        #expect(pointers == ["#/1", "#/2"])
    }

    @Test func `tells nothing of a fault but the trace, which leads to the log`() async throws {
        let logs = RecordedLogs()
        let trace = try #require(TraceContext(traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))
        let answer = try await TraceContext.$current.withValue(trace) {
            try await HTTPTestClient.router(self.responder(logs) { throw Unforeseen() }).execute("/")
        }
        #expect(!answer.text.contains("secret of the row"))
        #expect(try JSON(parsing: answer.body)["trace"] == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(logs.events.count == 1 && logs.events.first?.level == .error && logs.events.first?.trace == trace)
    }

    @Test func `answers for the router too`() async throws {
        let client = HTTPTestClient.router(self.responder(RecordedLogs()) { HTTPResponse() })
        let missing = try await client.execute("/nowhere")
        #expect(try missing.status == .notFound && JSON(parsing: missing.body)["code"] == "not-found")
        let method = try await client.execute("/", method: .delete)
        #expect(try method.headers[.allow] == "GET, HEAD, OPTIONS" && JSON(parsing: method.body)["code"] == "method-not-allowed")
    }

    fileprivate struct Unforeseen: Error, CustomStringConvertible { let description = "secret of the row" }

    private func responder(_ logs: RecordedLogs, _ handler: @escaping @Sendable () throws -> HTTPResponse) -> any HTTPResponder {
        let logger = Logger(label: "test", handler: logs)
        return Router().get("/") { _, _ in try handler() }.buildResponder(logger: logger, errors: .problems(logger: logger))
    }

    private func decodingError() -> any Error {
        do { return Unforeseen(of: try JSONDocument(parsing: "[1,\"a\",null]").decode([Int].self)) } catch { return error }
    }

    private func parsingError() -> any Error {
        do { return Unforeseen(of: try JSON(parsing: "{")) } catch { return error }
    }
}

extension `A problem`.Unforeseen {
    fileprivate init(of value: some Any) { self.init() }
}
