import Testing

@testable import HTTP

@Suite struct `A request that two servers could read in two ways` {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        /// Nil: the connection ends without an answer.
        let status: Int?

        init(_ name: String, _ text: String, _ status: Int?) {
            self.testDescription = name
            self.bytes = Array(text.utf8)
            self.status = status
        }
    }

    /// The request that would be smuggled: when it is answered too, there are two statuses.
    private static let second = "GET /second HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    private static func post(_ fields: String, _ body: String) -> String { "POST / HTTP/1.1\r\nHost: x\r\n\(fields)\r\n\r\n\(body)" }
    private static func get(_ fields: String) -> String { "GET / HTTP/1.1\r\nHost: x\r\n\(fields)\r\n\r\n" }

    static let cases = [
        Case("both lengths", post("Content-Length: 6\r\nTransfer-Encoding: chunked", "0\r\n\r\nG"), 400),
        Case("both lengths, the other way round", post("Transfer-Encoding: chunked\r\nContent-Length: 6", "0\r\n\r\nG"), 400),
        Case("two lengths that differ", post("Content-Length: 0\r\nContent-Length: 44", second), 400),
        Case("two lengths that agree", post("Content-Length: 3\r\nContent-Length: 3", "abc"), 400),
        Case("a list of lengths", post("Content-Length: 3, 3", "abc"), 400),
        Case("a negative length", post("Content-Length: -1", "abc"), 400),
        Case("a length with a sign", post("Content-Length: +3", "abc"), 400),
        Case("a hexadecimal length", post("Content-Length: 0x3", "abc"), 400),
        Case("a length beyond 64 bits", post("Content-Length: 99999999999999999999999", "abc"), 413),
        Case("a length with a space inside", post("Content-Length: 1 2", "abc"), 400),
        Case("two codings", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n"), 400),
        Case("a list of codings", post("Transfer-Encoding: gzip, chunked", "0\r\n\r\n"), 501),
        Case("a coding of another name", post("Transfer-Encoding: xchunked", "0\r\n\r\n"), 501),
        Case("identity", post("Transfer-Encoding: identity", "0\r\n\r\n"), 501),
        Case("a coding with a tab behind", post("Transfer-Encoding: chunked\t", "0\r\n\r\n"), 501),
        Case("a coding with a vertical tab before", post("Transfer-Encoding: \u{0B}chunked", "0\r\n\r\n"), 400),
        Case("a space before the colon", post("Transfer-Encoding : chunked", "0\r\n\r\n"), 400),
        Case("a coding in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        Case("a folded line", get("X-A: 1\r\n folded"), 400),
        Case("a folded line that finishes a name", post("Content-Len: 5\r\n gth", "abcde"), 400),
        Case("a folded line first", "GET / HTTP/1.1\r\n folded: 1\r\nHost: x\r\n\r\n", 400),
        Case("bare LF everywhere", "GET / HTTP/1.1\nHost: x\n\n", 400),
        Case("bare LF behind the request line", "GET / HTTP/1.1\nHost: x\r\n\r\n", 400),
        Case("bare LF behind a field", "GET / HTTP/1.1\r\nHost: x\nX-A: 1\r\n\r\n", 400),
        Case("bare CR in a value", get("X-A: a\rTransfer-Encoding: chunked"), 400),
        Case("NUL in a value", get("X-A: a\0b\r\nX-B: c"), 400),
        Case("NUL in a name", get("X\0A: b"), 400),
        Case("NUL in the target", "GET /a\0b HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("no Host", "GET / HTTP/1.1\r\n\r\n", 400),
        Case("two Hosts", "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", 400),
        Case("a name that is no token", get("X(A): b"), 400),
        Case("an empty name", get(": b"), 400),
        Case("an empty name before another field", get(": b\r\nX-A: 1"), 400),
        Case("bare LF as the last line", "GET / HTTP/1.1\r\nHost: x\r\n\n", 400),
        Case("a line without a colon", get("nocolon"), 400),
        Case("a method that is no token", "GE(T / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("two spaces in the request line", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("a space in the target", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("a space behind the version", "GET / HTTP/1.1 \r\nHost: x\r\n\r\n", 400),
        Case("a byte beyond ASCII in the target", "GET /ä HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("a fragment in the target", "GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("an absolute target of another host", "GET http://y/ HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("an absolute target with a user", "GET http://u@x/ HTTP/1.1\r\nHost: u@x\r\n\r\n", 400),
        Case("a target of another scheme", "GET file:///etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("a target without a slash", "GET a HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("an authority as target", "CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("an asterisk for GET", "GET * HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("a chunk size with a prefix", post("Transfer-Encoding: chunked", "0x3\r\nabc\r\n0\r\n\r\n"), 400),
        Case("a negative chunk size", post("Transfer-Encoding: chunked", "-1\r\nabc\r\n0\r\n\r\n"), 400),
        Case("a chunk longer than its size", post("Transfer-Encoding: chunked", "3\r\nabcdef\r\n0\r\n\r\n"), 400),
        Case("another protocol", "\u{16}\u{3}\u{1}\u{2}\0\u{1}\r\n\r\n", nil),
    ]

    private static let reading = Answering { request in
        if request.path == "/second" { return HTTPResponse(status: .accepted) }
        return HTTPResponse(body: .bytes(try await request.body.collect(upTo: 1_000)))
    }

    @Test(arguments: cases)
    func `is refused, and its connection ended`(case: Case) async throws {
        var limits = HTTPServerConfiguration()
        limits.linger = .milliseconds(200)
        try await RunningServer.with(limits, Self.reading) { running in
            let found = try await running.statuses(sending: `case`.bytes + Array(Self.second.utf8))
            #expect(found == `case`.status.map { [$0] } ?? [])
        }
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\nHost: x\r\nX-A:1\r\nX-B:  \t 2 \t\r\nX-Empty:\r\nConnection: close\r\n\r\n",
        "GET http://x/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\ntransfer-encoding: CHUNKED\r\nconnection: close\r\n\r\n3;a=b\r\nabc\r\n0\r\nX-Trailer: 1\r\n\r\n",
        "GET /?a=%00&b=%zz HTTP/1.1\r\nHost: x\r\nCookie: a=b; c=d\r\nConnection: close\r\n\r\n",
    ])
    func `is taken when nothing about it is doubtful`(text: String) async throws {
        try await RunningServer.with(.init(), Self.reading) { running in
            let found2 = try await running.statuses(sending: Array(text.utf8))
            #expect(found2 == [200])
        }
    }

    @Test func `is taken whatever pieces it comes in`() async throws {
        let telling = Answering { HTTPResponse(body: .text($0.headers.map { "\($0.name)=\($0.value.utf8.count)" }.joined(separator: " "))) }
        let filler = String(repeating: "f", count: 10_000)
        let head = "GET /p HTTP/1.1\r\nHost: x\r\nX-A: \(filler)\r\nX-B: 1\r\nCookie: a=b; c=d\r\n\r\n"
        try await RunningServer.with(.init(), telling) { running in
            let texts = try await running.talk { socket in
                var pending: [UInt8] = []
                return try [1, 7, 1_000, 4_096, 12_000].map { size in
                    var rest = Array(head.utf8)[...]
                    while !rest.isEmpty {
                        socket.send(Array(rest.prefix(rest.count < 200 ? 1 : size)))
                        rest = rest.dropFirst(rest.count < 200 ? 1 : size)
                    }
                    return try socket.receiveResponse(&pending).text
                }
            }
            #expect(Set(texts) == ["Host=1 X-A=10000 X-B=1 Cookie=8"])
        }
    }
}
