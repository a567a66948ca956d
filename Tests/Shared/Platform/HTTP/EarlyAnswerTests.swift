import Testing

@testable import HTTP

@Suite struct `An answer before the end of the body` {
    private static let megabytes = 8

    /// Sends a head and then a long body, while reading the answer as a client does that looks up only at the end.
    private static func upload(_ running: RunningServer, megabytes: Int = Self.megabytes) async throws -> ReceivedResponse {
        try await running.talk { socket in
            socket.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \(megabytes << 20)\r\n\r\n")
            for _ in 0..<megabytes * 16 where !socket.send([UInt8](repeating: 97, count: 65_536)) { break }
            var pending: [UInt8] = []
            return try socket.receiveResponse(&pending)
        }
    }

    @Test func `reaches a client that goes on sending`() async throws {
        let rejecting = Answering { request in
            for try await _ in request.body { break }
            return HTTPResponse(status: .unprocessableContent, headers: [.location: "/rows/3"], body: .text("row 3 is bad"))
        }
        try await RunningServer.with(.init(), rejecting) { running in
            let response = try await Self.upload(running)
            #expect(response.status == .unprocessableContent)
            #expect(response.headers[.location] == "/rows/3")
            #expect(response.text == "row 3 is bad")
        }
    }

    @Test func `reaches it when the handler has read nothing`() async throws {
        try await RunningServer.with(.init(), Answering { _ in HTTPResponse(status: .unauthorized, body: .text("who?")) }) { running in
            let response = try await Self.upload(running)
            #expect(response.status == .unauthorized)
            #expect(response.text == "who?")
        }
    }

    @Test(arguments: [false, true])
    func `is whole though it is long or streamed`(isStreamed: Bool) async throws {
        let content = [UInt8](repeating: 98, count: 1 << 20)
        let long = Answering { request in
            for try await _ in request.body { break }
            return HTTPResponse(
                status: .conflict, body: isStreamed ? .stream(length: nil) { try await $0.write(content) } : .bytes(content))
        }
        try await RunningServer.with(.init(), long) { running in
            let response = try await Self.upload(running)
            #expect(response.status == .conflict)
            #expect(response.body == content)
        }
    }

    @Test func `is cut to its status when it is long and the body does not end`() async throws {
        var limits = HTTPServerConfiguration()
        limits.linger = .milliseconds(300)
        let long = Answering { request in
            for try await _ in request.body { break }
            return HTTPResponse(status: .conflict, body: .bytes([UInt8](repeating: 98, count: 1 << 20)))
        }
        try await RunningServer.with(limits, long) { running in
            let (response, end) = try await running.talk { socket in
                socket.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nabc")
                var pending: [UInt8] = []
                return (try socket.receiveResponse(&pending), socket.receive())
            }
            #expect(response.status == .conflict)
            #expect(response.body == [])
            #expect(end == .ended)
        }
    }

    @Test func `is 413 at once when the head promises too much, without reading`() async throws {
        var limits = HTTPServerConfiguration()
        limits.maxBodyBytes = 1_000_000
        let journal = Journal()
        let handler = Answering { _ in
            journal.note("handler ran")
            return HTTPResponse()
        }
        try await RunningServer.with(limits, handler) { running in
            let withoutBody = try await running.talk { socket in
                socket.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000001\r\n\r\n")
                var pending: [UInt8] = []
                return try socket.receiveResponse(&pending).status
            }
            #expect(withoutBody == .contentTooLarge)
            let found = try await Self.upload(running)
            #expect(found.status == .contentTooLarge)
        }
        #expect(journal.entries == [])
    }

    @Test func `is 413 when a chunked body grows too long`() async throws {
        var limits = HTTPServerConfiguration()
        limits.maxBodyBytes = 1_000_000
        let counting = Answering { request in
            for try await _ in request.body {}
            return HTTPResponse()
        }
        try await RunningServer.with(limits, counting) { running in
            let status = try await running.talk { socket in
                socket.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
                let chunk = Array("10000\r\n".utf8) + [UInt8](repeating: 97, count: 65_536) + [13, 10]
                for _ in 0..<40 where !socket.send(chunk) { break }
                var pending: [UInt8] = []
                return try socket.receiveResponse(&pending).status
            }
            #expect(status == .contentTooLarge)
        }
    }

    @Test(arguments: [100, 1_000_000])
    func `lets its stream read a short body still, and says so when a long one is forgone`(length: Int) async throws {
        let journal = Journal()
        let echoing = Answering { request in
            HTTPResponse(
                body: .stream(length: nil) { writer in
                    do { for try await bytes in request.body { try await writer.write(bytes) } } catch {
                        journal.note("\(error)")
                        try await writer.write("forgone")
                    }
                })
        }
        try await RunningServer.with(.init(), echoing) { running in
            let body = [UInt8](repeating: 97, count: length)
            let response = try await HTTPTestClient.live(running.address).execute("/", method: .post, body: body)
            #expect(response.body == (length == 100 ? body : Array("forgone".utf8)))
            #expect(journal.entries == (length == 100 ? [] : ["bodyForgone"]))
        }
    }
}
