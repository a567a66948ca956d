import Glibc
import TestSupport
import Testing

@testable import HTTP

@Suite struct `A client that takes its time` {
    private static let counting = Answering { request in
        var count = 0
        for try await bytes in request.body { count += bytes.count }
        return HTTPResponse(body: .text("\(count)"))
    }

    /// Sends a byte every 20 ms until the server has had enough; what it answered.
    private static func trickle(_ running: RunningServer, after head: String) async throws -> [UInt8] {
        try await running.talk { socket in
            socket.send(head)
            let began = ContinuousClock.now
            while socket.send("a"), ContinuousClock.now - began < .seconds(20) {
                switch socket.received(within: .milliseconds(20)) {
                case .nothing: continue
                case .bytes(let bytes): return bytes + socket.receiveAll().bytes
                case .ended, .reset: return []
                }
            }
            #expect(ContinuousClock.now - began < .seconds(20))
            return []
        }
    }

    @Test func `over its head is cut`() async throws {
        var limits = HTTPServerConfiguration()
        limits.headTimeout = .milliseconds(300)
        try await RunningServer.with(limits, Self.counting) { running in
            let answer = try await Self.trickle(running, after: "GET / HTTP/1.1\r\nHost: x\r\nX-A: ")
            #expect(answer == [])
        }
    }

    @Test(arguments: ["", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"])
    func `before a request, the first or the next, is cut`(first: String) async throws {
        var limits = HTTPServerConfiguration()
        limits.headTimeout = .milliseconds(300)
        try await RunningServer.with(limits, Self.counting) { running in
            let end = try await running.talk { socket in
                socket.send(first)
                return socket.receiveAll().end
            }
            #expect(end == .ended)
        }
    }

    @Test(arguments: [10_000, 1_000_000])
    func `over its body gets 408`(length: Int) async throws {
        var limits = HTTPServerConfiguration()
        limits.requestTimeout = .seconds(3)  // the handler must have come to read by then, on a busy machine too
        limits.linger = .milliseconds(300)
        try await RunningServer.with(limits, Self.counting) { running in
            let answer = try await Self.trickle(running, after: "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \(length)\r\n\r\n")
            #expect(String(decoding: answer.prefix(12), as: UTF8.self) == "HTTP/1.1 408")
        }
    }

    @Test func `over a large body is let be while it keeps the least rate`() async throws {
        var limits = HTTPServerConfiguration()
        limits.requestTimeout = .seconds(3)
        limits.leastUploadRate = 100_000
        try await RunningServer.with(limits, Self.counting) { running in
            let text = try await running.talk { socket in
                socket.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1600000\r\n\r\n")
                for _ in 0..<40 {
                    socket.send([UInt8](repeating: 97, count: 40_000))
                    usleep(100_000)  // the pace is what is tested
                }
                var pending: [UInt8] = []
                return try socket.receiveResponse(&pending).text
            }
            #expect(text == "1600000")
        }
    }

    @Test func `over its answer is cut, whatever kind of answer it is`() async throws {
        var limits = HTTPServerConfiguration()
        limits.downloadPatience = .milliseconds(500)
        limits.leastDownloadRate = 10_000
        let journal = Journal()
        let long = Answering { request in
            let block = [UInt8](repeating: 97, count: 1 << 20)
            if request.path == "/bytes" { return HTTPResponse(body: .bytes([UInt8](repeating: 97, count: 32 << 20))) }
            return HTTPResponse(
                body: .stream(length: nil) { writer in
                    do { for _ in 0..<32 { try await writer.write(block) } } catch { journal.note("\(error)") }
                })
        }
        try await RunningServer.with(limits, long) { running in
            for path in ["/bytes", "/stream"] {
                let socket = try RawSocket(to: running.address, receiveBuffer: 4_096)
                socket.send("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n")
                let first = try await socket.received()
                #expect(first.count > 0)
                try await eventually("the slow reader of \(path) is cut") { running.server.liveExchanges == 0 }
                socket.close()
            }
            try await eventually("the stream is told why") { journal.entries == ["clientTooSlow"] }
        }
    }

    @Test func `over its answer is let be while it keeps the least rate, and a stream may pause`() async throws {
        var limits = HTTPServerConfiguration()
        limits.downloadPatience = .milliseconds(300)
        limits.leastDownloadRate = 1_000
        let pausing = Answering { _ in
            HTTPResponse(
                body: .stream(length: 1 << 20) { writer in
                    try await writer.write([UInt8](repeating: 97, count: 1 << 19))
                    try await Task.sleep(for: .milliseconds(900))
                    try await writer.write([UInt8](repeating: 97, count: 1 << 19))
                })
        }
        try await RunningServer.with(limits, pausing) { running in
            let response = try await HTTPTestClient.live(running.address).execute("/")
            #expect(response.body.count == 1 << 20)
        }
    }

    @Test func `is not at fault when the handler is slow: it gets 503, and the handler is cancelled`() async throws {
        var limits = HTTPServerConfiguration()
        limits.requestTimeout = .milliseconds(300)
        let journal = Journal()
        let slow = Answering { _ in
            do { try await Task.sleep(for: .seconds(3_600)) } catch { journal.note("cancelled") }
            return HTTPResponse()
        }
        try await RunningServer.with(limits, slow) { running in
            for method in [HTTPMethod.get, .post] {
                let response = try await HTTPTestClient.live(running.address).execute("/", method: method, body: method == .get ? [] : [1])
                #expect(response.status == .serviceUnavailable)
            }
            try await eventually("both handlers are cancelled") { journal.entries == ["cancelled", "cancelled"] }
        }
    }
}

@Suite struct `The pace of a download` {
    @Test func `counts only while bytes wait`() {
        let start = ContinuousClock.now
        var pace = DownloadPace()
        func look(_ acknowledged: UInt64, _ waiting: Int, after seconds: Int) -> Bool {
            pace.isTooSlow(
                acknowledged: acknowledged, waiting: waiting, now: start + .seconds(seconds), rate: 1_000, patience: .seconds(10))
        }
        #expect(!look(0, 0, after: 0))
        #expect(!look(0, 0, after: 100))
        #expect(!look(0, 500, after: 101))
        #expect(!look(9_000, 500, after: 110))
        #expect(!look(10_000, 500, after: 111))  // exactly the rate
        #expect(!look(10_001, 500, after: 120))
        #expect(look(19_000, 500, after: 121))
    }
}
