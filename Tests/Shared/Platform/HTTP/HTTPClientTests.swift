import Glibc
import Synchronization
import TestSupport
import Testing

@testable import HTTP

@Suite struct `The HTTP client` {
    private static let echo = Answering { request in
        var headers: HTTPFields = [.xMethod: request.method.rawValue, .xPath: request.path, .xQuery: request.rawQuery ?? "-"]
        headers[.xLength] = request.headers[.contentLength] ?? "-"
        headers[.xSent] = request.headers[.xSent]
        headers[.xEmpty] = request.headers[.xEmpty].map { "of \($0.utf8.count) bytes" }
        return HTTPResponse(headers: headers, body: .bytes(try await request.body.collect(upTo: 8 << 20)))
    }

    @Test(arguments: [HTTPMethod.get, .post, .put, .patch, .delete])
    func `sends method, path, fields and bytes, and reads what comes`(method: HTTPMethod) async throws {
        try await RunningServer.with(.init(), Self.echo) { running in
            let bytes: [UInt8] = method == .get || method == .delete ? [] : Array("a body".utf8)
            let response = try await Asked.once(
                HTTPClientRequest(
                    method, url: "http://\(running.address)/a%20b?c=d", headers: [.xSent: "yes", .xEmpty: ""],
                    body: bytes.isEmpty ? .none : .bytes(bytes)))
            #expect(response.status == .ok)
            #expect(response.headers[.xMethod] == method.rawValue)
            #expect(response.headers[.xPath] == "/a%20b")
            #expect(response.headers[.xQuery] == "c=d")
            #expect(response.headers[.xSent] == "yes")
            #expect(response.headers[.xEmpty] == "of 0 bytes")
            #expect(response.body == bytes)
        }
    }

    @Test func `says the length of an empty POST`() async throws {
        try await RunningServer.with(.init(), Self.echo) { running in
            let response = try await Asked.once(HTTPClientRequest(.post, url: "http://\(running.address)/"))
            #expect(response.headers[.xLength] == "0")
        }
    }

    @Test func `asks for a head alone`() async throws {
        try await RunningServer.with(.init(), Answering { _ in HTTPResponse(headers: [.xHere: "1"], body: .text("never sent")) }) {
            running in
            let response = try await Asked.once(HTTPClientRequest(.head, url: "http://\(running.address)/"))
            #expect(response.headers[.xHere] == "1")
            #expect(response.body == [])
        }
    }

    @Test func `gives back a refusal as an answer, with its fields in order`() async throws {
        let refusing = Answering { _ in
            var headers = HTTPFields()
            for value in ["one", "two"] { headers.append(HTTPField(name: .xMany, value: value)) }
            return HTTPResponse(status: .unprocessableContent, headers: headers, body: .text("no"))
        }
        try await RunningServer.with(.init(), refusing) { running in
            let response = try await Asked.once(HTTPClientRequest(url: "http://\(running.address)/"))
            #expect(response.status == .unprocessableContent)
            #expect(response.headers.values(of: .xMany) == ["one", "two"])
            #expect(response.text == "no")
        }
    }

    @Test func `keeps its connection for the next request`() async throws {
        let ports = Ports()
        try await RunningServer.with(.init(), Self.echo) { running in
            let client = HTTPClient(configuration: Asked.limits { $0.threads = 1 })
            for _ in 1...3 {
                _ = try await client.execute(HTTPClientRequest(url: "http://\(running.address)/"))
                ports.note(running.server.openConnections)
            }
            await client.shutdown()
        }
        #expect(ports.all == [1, 1, 1])
    }

    @Test func `follows no redirect unless asked, and then only so many`() async throws {
        let moving = Answering { request in
            let number = Int(request.path.dropFirst()) ?? 0
            return number == 0
                ? HTTPResponse(body: .text("here"))
                : HTTPResponse(status: .seeOther, headers: [.location: "/\(number - 1)"], body: .text("there"))
        }
        try await RunningServer.with(.init(), moving) { running in
            var request = HTTPClientRequest(url: "http://\(running.address)/3")
            let first = try await Asked.once(request)
            #expect(first.status == .seeOther)
            #expect(first.headers[.location] == "/2")
            request.redirectLimit = 3
            let answer = try await Asked.once(request)
            #expect(answer.text == "here")
            request.redirectLimit = 2
            #expect(await Asked.failure(request) == .tooManyRedirects(limit: 2))
        }
    }

    @Test func `reads what a server asks to be kept`() {
        var headers = HTTPFields()
        headers.append(HTTPField(name: .setCookie, value: "cairn_session=abc.def; Path=/; HttpOnly"))
        headers.append(HTTPField(name: .setCookie, value: " b = c=d ; Secure"))
        headers.append(HTTPField(name: .setCookie, value: "nothing"))
        let cookies = HTTPClientResponse(status: .ok, headers: headers).cookies
        #expect(cookies.map(\.name) == ["cairn_session", "b"])
        #expect(cookies.map(\.value) == ["abc.def", "c=d"])
    }

    @Test(arguments: [
        ("ftp://example.org/", "its scheme is neither http nor https"), ("file:///etc/passwd", "its scheme is neither http nor https"),
        ("localhost:80", "it has no scheme"), ("http://", "it names no host"), ("http:///path", "it names no host"),
        ("http://:80/", "it names no host"), ("http://a b/", "it holds a character that must be percent-encoded"),
        ("http://a/\r\nX: y", "it holds a character that must be percent-encoded"),
        ("http://me:secret@a/", "it holds a name or a password; send them in a field"),
        ("http://a\\@b/", "it holds a name or a password; send them in a field"),
        ("http://a\\b/", "its host holds a backslash"),
        ("http://a/" + String(repeating: "x", count: 8_192), "it is longer than 8192 bytes"),
    ])
    func `refuses a URL that it should not ask`(url: String, reason: String) async {
        #expect(await Asked.failure(HTTPClientRequest(url: url)) == .wrongURL(reason))
    }
}

/// Calls of a client that lives for one of them.
enum Asked {
    static func limits(_ change: (inout HTTPClient.Configuration) -> Void) -> HTTPClient.Configuration {
        var limits = HTTPClient.Configuration()
        change(&limits)
        return limits
    }

    static func once(_ request: HTTPClientRequest, _ limits: HTTPClient.Configuration = .init()) async throws -> HTTPClientResponse {
        let client = HTTPClient(configuration: limits)
        do {
            let response = try await client.execute(request)
            await client.shutdown()
            return response
        } catch {
            await client.shutdown()
            throw error
        }
    }

    /// Why there was no answer; nil when there was one.
    static func failure(_ request: HTTPClientRequest, _ limits: HTTPClient.Configuration = .init()) async -> HTTPClientError? {
        let client = HTTPClient(configuration: limits)
        let failure = await Self.failure(request, of: client)
        await client.shutdown()
        return failure
    }

    static func failure(_ request: HTTPClientRequest, of client: HTTPClient) async -> HTTPClientError? {
        do throws(HTTPClientError) {
            _ = try await client.execute(request)
            return nil
        } catch { return error }
    }

    static func failure(of result: Result<HTTPClientResponse, any Error>) -> HTTPClientError? {
        do {
            _ = try result.get()
            return nil
        } catch { return error as? HTTPClientError }
    }
}

/// Numbers in the order they came.
final class Ports: Sendable {
    private let state = Mutex<[Int]>([])

    var all: [Int] { self.state.withLock { $0 } }

    func note(_ number: Int) { self.state.withLock { $0.append(number) } }
}

extension HTTPField.Name {
    fileprivate static let xMethod = Self(checked: "X-Method")
    fileprivate static let xPath = Self(checked: "X-Path")
    fileprivate static let xQuery = Self(checked: "X-Query")
    fileprivate static let xLength = Self(checked: "X-Length")
    fileprivate static let xSent = Self(checked: "X-Sent")
    fileprivate static let xEmpty = Self(checked: "X-Empty")
    fileprivate static let xHere = Self(checked: "X-Here")
    fileprivate static let xMany = Self(checked: "X-Many")
}
