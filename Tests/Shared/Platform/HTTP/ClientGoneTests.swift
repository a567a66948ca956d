import TestSupport
import Testing

@testable import HTTP

@Suite struct `A client that goes away` {
    enum Leaving: CaseIterable, Sendable {
        case closing, resetting
        /// The end comes along with the request's last bytes, which raises no event of its own in libmicrohttpd.
        case closingAtOnce
    }

    private static func sleeping(_ journal: Journal) -> Answering {
        Answering { _ in
            journal.note("began")
            do { try await Task.sleep(for: .seconds(3_600)) } catch { journal.note("cancelled") }
            return HTTPResponse()
        }
    }

    @Test(arguments: Leaving.allCases)
    func `has its handler cancelled within 100 ms`(leaving: Leaving) async throws {
        let clock = ContinuousClock()
        var fastest = Duration.seconds(3_600)
        for _ in 1...5 where fastest > .milliseconds(100) {  // this machine may be busy with something else for once
            let journal = Journal()
            try await RunningServer.with(.init(), Self.sleeping(journal)) { running in
                let socket = try RawSocket(to: running.address)
                socket.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                if leaving == .closingAtOnce { socket.finishSending() } else { try await journal.wait(for: "began") }
                let left = clock.now
                if leaving != .closingAtOnce { socket.close(resetting: leaving == .resetting) }
                // Who left at once may have left before there was a handler to cancel.
                try await eventually("the exchange is over") { running.server.openConnections == 0 && running.server.runningHandlers == 0 }
                if leaving != .closingAtOnce { #expect(journal.entries == ["began", "cancelled"]) }
                fastest = min(fastest, clock.now - left)
                if leaving == .closingAtOnce { socket.close() }
            }
        }
        #expect(fastest < .milliseconds(100))
    }

    @Test func `ends the reading of its body`() async throws {
        let journal = Journal()
        let reading = Answering { request in
            do { for try await _ in request.body { journal.note("read") } } catch { journal.note("\(error)") }
            return HTTPResponse()
        }
        try await RunningServer.with(.init(), reading) { running in
            let socket = try RawSocket(to: running.address)
            socket.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nabc")
            try await journal.wait(for: "read")
            socket.close()
            try await journal.wait(for: "clientGone")
        }
    }

    @Test func `ends a stream that waits for it to read`() async throws {
        let journal = Journal()
        let writing = Answering { _ in
            HTTPResponse(
                body: .stream(length: nil) { writer in
                    do { while true { try await writer.write([UInt8](repeating: 97, count: 65_536)) } } catch {
                        journal.note("\(error)")
                        throw error
                    }
                })
        }
        try await RunningServer.with(.init(), writing) { running in
            let socket = try RawSocket(to: running.address)
            socket.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            let received = try await socket.received()
            try #require(received.count > 0)
            socket.close()
            try await journal.wait(for: "clientGone")
        }
    }

    @Test func `ends a stream that has nothing to say`() async throws {
        let journal = Journal()
        let silent = Answering { _ in
            HTTPResponse(
                body: .untilStopped { writer in
                    try await writer.write("data: 1\n\n")
                    do { try await Task.sleep(for: .seconds(3_600)) } catch {
                        journal.note("cancelled")
                        throw error
                    }
                })
        }
        try await RunningServer.with(.init(), silent) { running in
            let socket = try RawSocket(to: running.address)
            socket.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            let received = try await socket.received()
            try #require(received.count > 0)
            socket.close()
            try await journal.wait(for: "cancelled")
        }
    }

    @Test func `leaves nothing behind, even when its stream holds its request`() async throws {
        let holding = Answering { request in
            HTTPResponse(
                body: .untilStopped { writer in
                    try await writer.write("\(request.path)")
                    for try await _ in request.body {}
                    try await Task.sleep(for: .seconds(3_600))
                })
        }
        // The helper holds the server to no live exchange, which a cycle of exchange, response and request would break.
        try await RunningServer.with(.init(), holding) { running in
            for _ in 1...10 {
                let socket = try RawSocket(to: running.address)
                socket.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                let received = try await socket.received()
                try #require(received.count > 0)
                socket.close()
            }
            try await eventually("exchanges end with their clients, not with the server") { running.server.liveExchanges == 0 }
        }
    }
}
