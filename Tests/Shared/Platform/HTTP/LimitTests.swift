import TestSupport
import Testing

@testable import HTTP

@Suite struct `The limits of a server` {
    private static let hello = Answering { _ in HTTPResponse(body: .text("hello")) }

    @Test func `refuse a head that is too long with 431, and a target with 414`() async throws {
        var limits = HTTPServerConfiguration()
        limits.maxHeadBytes = 16 * 1_024
        try await RunningServer.with(limits, Self.hello) { running in
            let filler = String(repeating: "a", count: 20_000)
            let head = try await running.statuses(sending: Array("GET / HTTP/1.1\r\nHost: x\r\nX-A: \(filler)\r\n\r\n".utf8))
            #expect(head == [431])
            let target = try await running.statuses(sending: Array("GET /\(filler) HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
            #expect(target == [414])
            let many = String(repeating: "a: b\r\n", count: 101)
            let fields = try await running.statuses(sending: Array("GET / HTTP/1.1\r\nHost: x\r\n\(many)\r\n".utf8))
            #expect(fields == [431])
        }
    }

    /// libmicrohttpd keeps a record of each beside the head itself, in the same memory.
    @Test(arguments: [100, 200, 230, 245, 260, 300, 500, 1_000, 3_000, 7_000])
    func `answer heads of many small parts, whatever they are`(count: Int) async throws {
        try await RunningServer.with(.init(), Answering { HTTPResponse(body: .text("\($0.rawQuery?.utf8.count ?? 0)")) }) { running in
            let query = String(repeating: "a&", count: count)
            let cookies = String(repeating: "a=b; ", count: count)
            let fields = String(repeating: "a:b\r\n", count: count)
            for (head, refusals) in [
                ("GET /?\(query) HTTP/1.1\r\nHost: x\r\n\r\n", [200, 414, 431]),
                ("GET / HTTP/1.1\r\nHost: x\r\nCookie: \(cookies)\r\n\r\n", [200, 431]),
                ("GET / HTTP/1.1\r\nHost: x\r\n\(fields)\r\n", [200, 431]),
            ] {
                let statuses = try await running.statuses(sending: Array(head.utf8))
                #expect(statuses.count == 1 && statuses.allSatisfy(refusals.contains), "\(count) of \(head.prefix(20)): \(statuses)")
            }
            if query.utf8.count < 8_000 {
                let whole = try await HTTPTestClient.live(running.address).execute("/?" + query)
                #expect(whole.status == .ok && whole.text == "\(query.utf8.count)")
            }
        }
    }

    @Test func `keep the raw target, which the library would decode and cut at its NUL`() async throws {
        try await RunningServer.with(.init(), Answering { HTTPResponse(body: .text("\($0.path) \($0.rawQuery ?? "-")")) }) { running in
            let response = try await HTTPTestClient.live(running.address).execute("/a%2Fb%00c/%7e?d=%00&e=f+g")
            #expect(response.text == "/a%2Fb%00c/%7e d=%00&e=f+g")
        }
    }

    @Test func `let connections beyond the most wait until others close`() async throws {
        var limits = HTTPServerConfiguration()
        limits.maxConnections = 4
        try await RunningServer.with(limits, Self.hello) { running in
            let open = try (0..<4).map { _ in try RawSocket(to: running.address) }
            try await eventually("all are accepted") { running.server.openConnections == 4 }
            let fifth = try RawSocket(to: running.address)
            fifth.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            let early = try await HTTPTestClient.onThread { fifth.received(within: .milliseconds(200)) }
            #expect(early == .nothing)
            for socket in open { socket.close() }
            let late = try await fifth.received()
            #expect(late.count > 0)
            fifth.close()
        }
    }

    @Test func `allow a thousand handlers to wait at once, and answer another meanwhile`() async throws {
        let journal = Journal()
        let waiting = Answering { request in
            if request.path == "/wait" { try await journal.wait(for: "go on", within: .seconds(120)) }
            return HTTPResponse(body: .text("done"))
        }
        let blocked = Answering { request in
            guard request.path == "/wait" else { return HTTPResponse(body: .text("done")) }
            for try await _ in request.body {}
            return try await waiting.answer(request)
        }
        try await RunningServer.with(.init(), blocked) { running in
            let sockets = try (0..<1_000).map { _ in try RawSocket(to: running.address) }
            for socket in sockets { socket.send("POST /wait HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n1") }
            try await eventually("all wait") { running.server.runningHandlers == 1_000 }
            let meanwhile = try await HTTPTestClient.live(running.address).execute("/now")
            #expect(meanwhile.text == "done")
            journal.note("go on")
            for socket in sockets { socket.send("2") }
            let statuses = try await HTTPTestClient.onThread {
                try sockets.map { socket in
                    defer { socket.close() }
                    var pending: [UInt8] = []
                    return try socket.receiveResponse(&pending).status.code
                }
            }
            #expect(statuses == Array(repeating: 200, count: 1_000))
        }
    }
}
