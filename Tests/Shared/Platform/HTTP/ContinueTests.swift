import TestSupport
import Testing

@testable import HTTP

@Suite struct `Expect 100-continue` {
    private static let head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"

    @Test func `is granted when the handler reads, and not before`() async throws {
        let journal = Journal()
        let patient = Answering { request in
            journal.note("began")
            try await journal.wait(for: "read now")
            return HTTPResponse(body: .bytes(try await request.body.collect(upTo: 100)))
        }
        try await RunningServer.with(.init(), patient) { running in
            let socket = try RawSocket(to: running.address)
            socket.send(Self.head)
            try await journal.wait(for: "began")
            let early = try await HTTPTestClient.onThread { socket.received(within: .milliseconds(200)) }
            #expect(early == .nothing)
            journal.note("read now")
            let (first, second) = try await HTTPTestClient.onThread {
                var pending: [UInt8] = []
                let first = try socket.receiveResponse(&pending).status.code
                socket.send("hello")
                return (first, try socket.receiveResponse(&pending).text)
            }
            #expect(first == 100)
            #expect(second == "hello")
            socket.close()
        }
    }

    @Test func `is not granted when the handler answers without reading`() async throws {
        try await RunningServer.with(.init(), Answering { _ in HTTPResponse(status: .forbidden) }) { running in
            let status = try await running.talk { socket in
                socket.send(Self.head)
                var pending: [UInt8] = []
                return try socket.receiveResponse(&pending).status
            }
            #expect(status == .forbidden)
        }
    }

    @Test func `is refused when it is something else`() async throws {
        try await RunningServer.with(.init(), Answering { _ in HTTPResponse() }) { running in
            let bytes = Array("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: a miracle\r\n\r\n".utf8)
            let found3 = try await running.statuses(sending: bytes)
            #expect(found3 == [417])
        }
    }
}
