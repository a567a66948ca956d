import Glibc
import Synchronization
import TestSupport
import Testing

@testable import HTTP

@Suite struct `Many clients that do everything, half of them rudely` {
    /// Seconds and seed of the run.
    private static let seconds = Self.number("CAIRN_HTTP_FUZZ_SECONDS") ?? (TestTier.isAll ? 30 : 10)
    private static let seed = Self.number("CAIRN_HTTP_FUZZ_SEED") ?? UInt64.random(in: 1...UInt64.max)

    private static func number(_ name: String) -> UInt64? {
        getenv(name).flatMap { UInt64(String(cString: $0)) }
    }

    /// A window of two kilobytes, so that everything waits for everything all the time.
    private static let limits = {
        var limits = HTTPServerConfiguration()
        limits.window = 2_048
        limits.headTimeout = .seconds(2)
        limits.linger = .milliseconds(500)
        limits.maxBodyBytes = 1 << 20
        limits.maxHeadBytes = 8 * 1_024
        return limits
    }()

    private static let responder = Answering { request in
        switch request.path {
        case "/reject": return HTTPResponse(status: .unauthorized, body: .text("no"))
        case "/first":
            for try await _ in request.body { break }
            return HTTPResponse(status: .unprocessableContent)
        case "/sleep": try await Task.sleep(for: .milliseconds(20))
        case "/echo":
            let body = try await request.body.collect(upTo: 1 << 20)
            return HTTPResponse(body: .stream(length: nil) { try await $0.write(body) })
        case "/stream":
            return HTTPResponse(
                body: .stream(length: nil) { writer in
                    for _ in 0..<50 { try await writer.write([UInt8](repeating: 98, count: 1_000)) }
                })
        case "/endless":
            return HTTPResponse(
                body: .untilStopped { writer in
                    while true {
                        try await writer.write("data: 1\n\n")
                        try await Task.sleep(for: .milliseconds(5))
                    }
                })
        case "/fail": throw HTTPError(.conflict, "no")
        default: break
        }
        return HTTPResponse(body: .text("hello"))
    }

    @Test func `leave a server that answers, and nothing of themselves`() async throws {
        print("raw bytes over HTTP: CAIRN_HTTP_FUZZ_SEED=\(Self.seed) CAIRN_HTTP_FUZZ_SECONDS=\(Self.seconds)")
        let counts = Counts()
        try await RunningServer.with(Self.limits, Self.responder) { running in
            let end = ContinuousClock.now + .seconds(Int(Self.seconds))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for client in 0..<24 {
                    group.addTask {
                        let address = running.address
                        try await HTTPTestClient.onThread {
                            var random = SeededRandom(Self.seed &+ UInt64(client))
                            while ContinuousClock.now < end { try Self.visit(address, &random, counts) }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let after = try await HTTPTestClient.live(running.address).execute("/")
            #expect(after.text == "hello")
            try await eventually("exchanges end with their clients, not with the server") { running.server.liveExchanges == 0 }
        }
        #expect(counts.answered.load(ordering: .relaxed) > 100)
        #expect(counts.rude.load(ordering: .relaxed) > 100)
        #expect(counts.faults.load(ordering: .relaxed) == 0)
    }

    /// One connection: some requests, each well-formed and read to its end, or damaged, cut short and left alone.
    private static func visit(_ address: SocketAddress, _ random: inout SeededRandom, _ counts: Counts) throws {
        let socket = try RawSocket(to: address, patience: .seconds(10))
        var isResetting = false
        defer { socket.close(resetting: isResetting) }
        var pending: [UInt8] = []
        for _ in 0..<Int.random(in: 1...5, using: &random) {
            var (bytes, isFinite) = Self.request(&random)
            let isRude = Bool.random(using: &random) || !isFinite
            if !isRude {
                guard socket.send(bytes) else { return }  // the server closed after an early answer
                let response: ReceivedResponse
                do { response = try socket.receiveResponse(&pending) } catch {
                    // An early answer may be overtaken by the reset that follows what the client went on to send.
                    guard case .broken(let received) = error, received.isEmpty else { throw error }
                    return
                }
                counts.answered.add(1, ordering: .relaxed)
                if response.status.code >= 500 { counts.faults.add(1, ordering: .relaxed) }
                if response.headers[.connection] == "close" { return }
                continue
            }
            counts.rude.add(1, ordering: .relaxed)
            for _ in 0..<Int.random(in: 0...8, using: &random) where !bytes.isEmpty {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if Bool.random(using: &random) { bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random))) }
            socket.send(bytes)
            if Bool.random(using: &random) { _ = socket.received(within: .milliseconds(Int.random(in: 0...30, using: &random))) }
            isResetting = Bool.random(using: &random)
            return
        }
    }

    private static func request(_ random: inout SeededRandom) -> (bytes: [UInt8], isFinite: Bool) {
        let paths = ["/", "/reject", "/first", "/sleep", "/echo", "/stream", "/endless", "/fail"]
        let path = paths[Int.random(in: paths.indices, using: &random)]
        let length = [0, 1, 100, 2_047, 2_048, 2_049, 50_000, 300_000][Int.random(in: 0..<8, using: &random)]
        let body = [UInt8](repeating: 120, count: length)
        let head: String
        var rest: [UInt8] = []
        switch Int.random(in: 0..<3, using: &random) {
        case 0: head = "GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n"
        case 1:
            head = "POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: \(length)\r\n\r\n"
            rest = body
        default:
            head = "POST \(path) HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            if length > 0 { rest = Array("\(String(length, radix: 16))\r\n".utf8) + body + [13, 10] }
            rest += Array("0\r\n\r\n".utf8)
        }
        return (Array(head.utf8) + rest, path != "/endless")
    }

    private final class Counts: Sendable {
        let answered = Atomic(0)
        let rude = Atomic(0)
        let faults = Atomic(0)
    }
}
