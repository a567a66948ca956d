import Glibc
import LocalServers
import TestSupport

@testable import HTTP

/// A file that is made while it is sent, by a client that looks up for an answer after each block.
struct StreamedUpload: Sendable {
    let address: SocketAddress
    /// How many bytes the file has.
    let length: Int
    /// Whether the length is kept to itself.
    let isChunked: Bool

    /// Sends until there is an answer; gives it, and how much was sent. `block` gives the bytes by their number.
    func send(_ headers: HTTPFields, _ block: @escaping @Sendable (Int) -> [UInt8]) async throws -> (ReceivedResponse, sent: Int) {
        try await HTTPTestClient.onThread {
            let socket = try RawSocket(to: self.address, patience: .seconds(300))
            defer { socket.close() }
            var head = "POST \(IssuerStory.batches) HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\n"
            for field in headers { head += "\(field.name): \(field.value)\r\n" }
            head += self.isChunked ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: \(self.length)\r\n\r\n"
            socket.send(head)
            var (sent, number) = (0, 0)
            var pending: [UInt8] = []
            while sent < self.length {
                let bytes = Array(block(number).prefix(self.length - sent))
                let framed = self.isChunked ? Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + [13, 10] : bytes
                guard socket.send(framed) else { break }
                (sent, number) = (sent + bytes.count, number + 1)
                if case .bytes(let early) = socket.received(within: .zero) {
                    pending = early
                    break
                }
            }
            return (try socket.receiveResponse(&pending), sent)
        }
    }
}

extension RawSocket {
    /// What has come by now; blocks no longer than that.
    fileprivate func received(within limit: Duration) -> Received {
        var waiting = pollfd(fd: self.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, Int32(limit.components.seconds * 1_000)) > 0 ? self.receive() : .nothing
    }
}

/// nginx as it is deployed, before one service that answers for all.
struct NginxRun: Sendable {
    let child: ChildProcess
    let address: SocketAddress

    /// Starts it on a free port, and waits until it listens.
    static func start(before service: SocketAddress) async throws -> NginxRun {
        let folder = try TestFolder.new()
        let port = FreePort.next()
        let names = ["issuer", "verifier", "wallet", "pathway", "matching"]
        let files = [
            ("nginx.conf", String(decoding: try SharedFiles.contents(of: SharedFiles.packageRoot + "/deploy/nginx.conf"), as: UTF8.self)),
            ("upstreams.conf", names.map { "upstream \($0) { server \(service); }\n" }.joined()),
            ("listen.conf", "listen 127.0.0.1:\(port);\n"),
        ]
        let user = SystemUser.unprivileged()
        for (name, text) in files {
            guard let file = fopen("\(folder)/\(name)", "wb") else { throw NotWritten(file: name) }
            fputs(text, file)
            fclose(file)
        }
        if let user {
            for path in [folder] + files.map({ "\(folder)/\($0.0)" }) { chown(path, user.id, user.group) }
        }
        var command = LocalServers.Command("/usr/sbin/nginx", ["-e", "stderr", "-p", folder, "-c", "\(folder)/nginx.conf"])
        command.user = user
        command.folder = folder
        command.deathSignal = .terminate
        let address = SocketAddress(host: "127.0.0.1", port: port)
        let run = NginxRun(child: try await ChildProcess.start(command), address: address)
        try await eventually("nginx listens") {
            do { (try RawSocket(to: address)).close() } catch { return false }
            return true
        }
        return run
    }
}

/// A file that a test needs can't be written.
struct NotWritten: Error {
    let file: String
}
