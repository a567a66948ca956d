import Observability
import TestSupport
import Testing

@testable import HTTP

@Suite struct `An answer over a socket` {
    private static func answering(_ response: HTTPResponse) -> Answering { Answering { _ in response } }

    private static func answer(
        _ response: HTTPResponse, to method: HTTPMethod = .get, _ check: (RunningServer) -> Void = { _ in }
    ) async throws -> ReceivedResponse {
        try await RunningServer.with(.init(), Self.answering(response)) { running in
            defer { check(running) }
            return try await HTTPTestClient.live(running.address).execute("/", method: method)
        }
    }

    @Test func `is a file that the kernel sends`() async throws {
        let response = try await Self.answer(HTTPResponse(headers: [.contentType: "text/plain"], body: .file(path: #filePath)))
        #expect(response.body == (try SharedFiles.contents(of: #filePath)))
        #expect(response.headers[.contentLength] == "\(response.body.count)")
        #expect(response.headers[.contentType] == "text/plain")
    }

    @Test(arguments: ["/nowhere/to/be/found", "/tmp", "/dev/null"])
    func `is 500 when its file is none, and someone is told`(path: String) async throws {
        let response = try await Self.answer(HTTPResponse(headers: [.eTag: "\"a\""], body: .file(path: path))) { running in
            #expect(running.logs.events.contains { $0.level == .error && $0.metadata["file"] == path })
        }
        #expect(response.status == .internalServerError)
        #expect(response.headers[.eTag] == nil)
        #expect(response.body == [])
    }

    @Test func `has the length that it says, or pieces`() async throws {
        let known = try await Self.answer(HTTPResponse(body: .stream(length: 5) { try await $0.write("hello") }))
        #expect(known.headers[.contentLength] == "5")
        #expect(known.text == "hello")
        let unknown = try await Self.answer(HTTPResponse(body: .stream(length: nil) { try await $0.write("hello") }))
        #expect(unknown.headers[.transferEncoding] == "chunked")
        #expect(unknown.text == "hello")
        let empty = try await Self.answer(HTTPResponse(body: .stream(length: nil) { _ in }))
        #expect(empty.body == [])
    }

    @Test func `has no body for HEAD, and its stream is not asked`() async throws {
        let journal = Journal()
        let response = try await Self.answer(HTTPResponse(body: .stream(length: 5) { _ in journal.note("asked") }), to: .head)
        #expect(response.headers[.contentLength] == "5")
        #expect(response.body == [])
        #expect(journal.entries == [])
    }

    @Test(arguments: [true, false])
    func `breaks off when its stream fails or falls short, so that no client takes it for whole`(fails: Bool) async throws {
        struct Failed: Error {}
        let short = HTTPResponse(
            body: .stream(length: fails ? nil : 10) { writer in
                try await writer.write("hello")
                if fails { throw Failed() }
            })
        try await RunningServer.with(.init(), Self.answering(short)) { running in
            let end = try await running.talk { socket in
                socket.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                let (bytes, end) = socket.receiveAll()
                var rest = bytes[...]
                let whole = try ReceivedResponse.take(from: &rest, isAll: true)
                #expect(whole == nil)
                return end
            }
            #expect(end != .nothing)
            let messages = running.logs.events.filter { $0.level == .error }.map(\.message.description)
            #expect(messages == [fails ? "a streamed answer broke off" : "a streamed answer was not as long as it had promised"])
        }
    }

    @Test func `to HTTP/1.0 ends with its connection when its length is unknown`() async throws {
        try await RunningServer.with(.init(), Self.answering(HTTPResponse(body: .stream(length: nil) { try await $0.write("hello") }))) {
            running in
            let text = try await running.talk { socket in
                socket.send("GET / HTTP/1.0\r\n\r\n")
                return String(decoding: socket.receiveAll().bytes, as: UTF8.self)
            }
            #expect(text.hasSuffix("\r\n\r\nhello"))
            #expect(!text.lowercased().contains("transfer-encoding"))
        }
    }

    @Test func `keeps the server's fields out of a handler's hands`() async throws {
        let response = try await Self.answer(
            HTTPResponse(headers: [.contentLength: "99", .transferEncoding: "gzip", .vary: "Cookie"], body: .text("hello")))
        #expect(response.headers[.contentLength] == "5")
        #expect(response.headers[.transferEncoding] == nil)
        #expect(response.headers[.vary] == "Cookie")
        #expect(response.text == "hello")
    }

    @Test func `is long and whole`() async throws {
        let long = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 >> 3) }
        let bytes = try await Self.answer(HTTPResponse(body: .bytes(long)))
        #expect(bytes.body == long)
        let stream = try await Self.answer(HTTPResponse(body: .stream(length: long.count) { try await $0.write(long) }))
        #expect(stream.body == long)
    }
}
