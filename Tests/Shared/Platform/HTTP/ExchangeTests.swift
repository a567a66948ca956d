import Testing

@testable import HTTP

@Suite struct `An exchange over a socket` {
    private static let echo = Answering { request in
        HTTPResponse(headers: [.contentType: "text/plain"], body: .bytes(try await request.body.collect(upTo: 1 << 20)))
    }

    @Test func `answers and keeps the connection`() async throws {
        try await RunningServer.with(.init(), Answering { HTTPResponse(body: .text("hello \($0.path)")) }) { running in
            try await running.talk { socket in
                var pending: [UInt8] = []
                for number in 1...3 {
                    socket.send("GET /\(number) HTTP/1.1\r\nHost: x\r\n\r\n")
                    let response = try socket.receiveResponse(&pending)
                    #expect(response.status == .ok)
                    #expect(response.text == "hello /\(number)")
                    #expect(response.headers[.connection] == nil)
                }
            }
        }
    }

    @Test func `answers pipelined requests in their order`() async throws {
        let slowFirst = Answering { request in
            if request.path == "/1" { try await Task.sleep(for: .milliseconds(50)) }
            return HTTPResponse(body: .bytes(Array(request.path.utf8) + (try await request.body.collect(upTo: 100))))
        }
        try await RunningServer.with(.init(), slowFirst) { running in
            let texts = try await running.talk { socket in
                socket.send(
                    "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nPOST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
                        + "POST /3 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nde\r\n1\r\nf\r\n0\r\n\r\n"
                        + "GET /4 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                var pending: [UInt8] = []
                return try (1...4).map { _ in try socket.receiveResponse(&pending).text }
            }
            #expect(texts == ["/1", "/2abc", "/3def", "/4"])
        }
    }

    @Test(arguments: [0, 1, 1_000, 262_144, 262_145, 1_000_000])
    func `takes in a body of any length`(length: Int) async throws {
        try await RunningServer.with(.init(), Self.echo) { running in
            let body = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let response = try await HTTPTestClient.live(running.address).execute("/", method: .post, body: body)
            #expect(response.status == .ok)
            #expect(response.body == body)
        }
    }
}
