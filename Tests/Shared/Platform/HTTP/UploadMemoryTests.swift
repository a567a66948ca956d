import Glibc
import TestSupport
import Testing

@testable import HTTP

@Suite struct `A long upload` {
    /// CI gives more.
    private static let megabytes = getenv("CAIRN_HTTP_UPLOAD_MEGABYTES").flatMap { Int(String(cString: $0)) } ?? 256
    /// What a process may need more for it: the client's block, the windows, and what the allocator keeps.
    private static let allowance = 24 << 10  // kB

    /// In a process of its own, where nobody else's memory counts.
    @Test func `passes through bounded memory, however slowly it is read`() async throws {
        await #expect(processExitsWith: .success) {
            try await RunningServer.with(.init(), Self.counting) { running in
                for isChunked in [false, true] {
                    let before = try Self.resetPeak()
                    let text = try await Self.upload(to: running, isChunked: isChunked)
                    #expect(text == "\(Self.megabytes << 20)")
                    let peak = try Self.peak()
                    #expect(peak - before < Self.allowance, "\(peak - before) kB more at the peak")
                }
            }
        }
    }

    private static let counting = Answering { request in
        var (total, pieces) = (0, 0)
        for try await bytes in request.body {
            total += bytes.count
            pieces += 1
            if pieces % 500 == 0 { try await Task.sleep(for: .milliseconds(1)) }
        }
        return HTTPResponse(body: .text("\(total)"))
    }

    private static func upload(to running: RunningServer, isChunked: Bool) async throws -> String {
        try await running.talk { socket in
            let framing = isChunked ? "Transfer-Encoding: chunked" : "Content-Length: \(megabytes << 20)"
            socket.send("POST / HTTP/1.1\r\nHost: x\r\n\(framing)\r\n\r\n")
            let block = [UInt8](repeating: 97, count: 1 << 20)
            let chunk = isChunked ? Array("100000\r\n".utf8) + block + [13, 10] : block
            for _ in 0..<Self.megabytes { socket.send(chunk) }
            if isChunked { socket.send("0\r\n\r\n") }
            var pending: [UInt8] = []
            return try socket.receiveResponse(&pending).text
        }
    }

    /// Lowers the peak of resident memory to what it is now (proc(5), clear_refs); in kB.
    private static func resetPeak() throws -> Int {
        let file = fopen("/proc/self/clear_refs", "w")
        try #require(file != nil)
        fputs("5", file)
        fclose(file)
        return try Self.peak()
    }

    private static func peak() throws -> Int {
        let status = String(decoding: try SharedFiles.contents(of: "/proc/self/status"), as: UTF8.self)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(line.split(separator: " ").dropFirst().first.flatMap { Int($0.trimmingPrefix { $0 == "\t" }) })
    }
}
