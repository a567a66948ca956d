import Glibc
import Synchronization
import TestSupport
import Testing

@testable import HTTP

@Suite struct `The HTTP client's uploads` {
    private static let counting = Answering { request in
        var count = 0
        var sum = 0
        for try await chunk in request.body {
            count += chunk.count
            for byte in chunk { sum = (sum &* 31 &+ Int(byte)) & 0xFFFF_FFFF }
        }
        return HTTPResponse(body: .text("\(count) \(sum) \(request.headers[.contentLength] ?? "-")"))
    }

    @Test func `stream a file and tell how far they are`() async throws {
        let size = 5_000_000
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 / 251) }
        let sum = bytes.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF_FFFF }
        let file = try ScratchFile(bytes)
        let told = Mutex<[[Int]]>([])
        try await RunningServer.with(.init(), Self.counting) { running in
            var request = HTTPClientRequest(.post, url: "http://\(running.address)/", body: .file(path: file.path))
            request.onUpload = { sent, total in told.withLock { $0.append([sent, total]) } }
            let answer1 = try await Asked.once(request)
            #expect(answer1.text == "\(size) \(sum) \(size)")
        }
        let steps = told.withLock { $0 }
        #expect(steps.count > 10, "it is sent in pieces")
        #expect(steps.map { $0[0] } == steps.map { $0[0] }.sorted())
        #expect(steps.allSatisfy { $0[1] == size })
        #expect(steps.last == [size, size])
    }

    @Test func `send an empty file`() async throws {
        let file = try ScratchFile([])
        try await RunningServer.with(.init(), Self.counting) { running in
            let request = HTTPClientRequest(.post, url: "http://\(running.address)/", body: .file(path: file.path))
            let answer2 = try await Asked.once(request)
            #expect(answer2.text == "0 0 0")
        }
    }

    @Test func `say that a file is not there, or is none`() async throws {
        let missing = HTTPClientRequest(.post, url: "http://127.0.0.1:1/", body: .file(path: "/nowhere/at-all.csv"))
        #expect(await Asked.failure(missing) == .fileUnreadable(path: "/nowhere/at-all.csv", reason: "No such file or directory"))
        let folder = HTTPClientRequest(.post, url: "http://127.0.0.1:1/", body: .file(path: "/"))
        #expect(await Asked.failure(folder) == .fileUnreadable(path: "/", reason: "it is no file"))
    }

    @Test func `end when the file becomes shorter while it is sent`() async throws {
        let file = try ScratchFile([UInt8](repeating: 1, count: 4_000_000))
        try await RunningServer.with(.init(), Self.counting) { running in
            var request = HTTPClientRequest(.post, url: "http://\(running.address)/", body: .file(path: file.path))
            request.onUpload = { _, _ in truncate(file.path, 1_000) }
            #expect(await Asked.failure(request) == .fileUnreadable(path: file.path, reason: "it was changed while it was sent"))
        }
    }

    @Test func `end at once when the task is cancelled in the middle`() async throws {
        let journal = Journal()
        let file = try ScratchFile([UInt8](repeating: 1, count: 8_000_000))
        let slow = Answering { request in
            for try await _ in request.body {
                journal.note("some")
                try await Task.sleep(for: .seconds(60))
            }
            return HTTPResponse()
        }
        var configuration = HTTPServerConfiguration()
        configuration.drainTime = .milliseconds(100)  // the server would wait for the handler, which waits for nobody
        try await RunningServer.with(configuration, slow) { running in
            let client = HTTPClient(configuration: Asked.limits { $0.threads = 1 })
            let request = HTTPClientRequest(.post, url: "http://\(running.address)/", body: .file(path: file.path))
            let task = Task { try await client.execute(request) }
            try await journal.wait(for: "some")
            task.cancel()
            let result = await task.result
            #expect(Asked.failure(of: result) == .cancelled)
            await client.shutdown()
        }
    }
}

/// A file in the folder of the test process, with which it goes.
struct ScratchFile: Sendable {
    let path: String

    init(_ bytes: [UInt8]) throws {
        self.path = try TestFolder.new() + "/upload"
        let file = try #require(fopen(self.path, "wb"))
        let written = fwrite(bytes, 1, bytes.count, file)
        #expect(fclose(file) == 0 && written == bytes.count)
    }
}

/// A socket that listens and never accepts, with its queue full: whoever connects hears nothing.
final class FullListener: Sendable {
    let port: Int
    private let descriptors: [Int32]

    init() throws {
        let listener = try Self.bound()
        try #require(listen(listener, 0) == 0)
        self.port = Self.port(of: listener)
        var descriptors = [listener]
        for _ in 0..<8 {  // more than Linux lets in with a queue of none
            let filler = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
            _ = SocketAddress(host: "127.0.0.1", port: self.port).withSystemAddress { address in
                connect(filler, address, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
            descriptors.append(filler)
        }
        self.descriptors = descriptors
    }

    deinit { for descriptor in self.descriptors { close(descriptor) } }

    /// A port that nobody listens at.
    static func freePort() throws -> Int {
        let socket = try Self.bound()
        defer { close(socket) }
        return Self.port(of: socket)
    }

    private static func bound() throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let code = SocketAddress(host: "127.0.0.1", port: 0).withSystemAddress { address in
            bind(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
        try #require(code == 0)
        return descriptor
    }

    private static func port(of descriptor: Int32) -> Int { SocketAddress(boundTo: descriptor)?.port ?? 0 }
}
