import Observability
import Synchronization
import TestSupport
import Testing

@testable import HTTP

@Suite struct `A server that is asked to stop` {
    private static func waiting(_ journal: Journal) -> Answering {
        Answering { request in
            journal.note("began \(request.path)")
            if request.path == "/wait" { try await journal.wait(for: "go on") }
            return HTTPResponse(body: .text("done"))
        }
    }

    @Test func `lets a request in flight finish, ends its connection with the answer, and takes no new one`() async throws {
        let journal = Journal()
        try await RunningServer.with(.init(), Self.waiting(journal)) { running in
            let busy = try RawSocket(to: running.address)
            busy.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
            try await journal.wait(for: "began /wait")
            running.askToStop()
            try await eventually("the port is closed") {
                do { try await HTTPTestClient.onThread { try RawSocket(to: running.address).close() } } catch {
                    return error as? NoResponse == .cannotConnect(errno: 111)
                }
                return false
            }
            journal.note("go on")
            let (response, end) = try await HTTPTestClient.onThread {
                var pending: [UInt8] = []
                return (try busy.receiveResponse(&pending), busy.receive())
            }
            #expect(response.text == "done")
            #expect(response.headers[.connection] == "close")
            #expect(end == .ended)
            busy.close()
        }
    }

    @Test func `answers one more request on an idle connection, and closes it when none comes`() async throws {
        var limits = HTTPServerConfiguration()
        limits.idleDrainTime = .seconds(2)
        try await RunningServer.with(limits, Self.waiting(Journal())) { running in
            let used = try RawSocket(to: running.address)
            let unused = try RawSocket(to: running.address)
            try await eventually("both are accepted") { running.server.openConnections == 2 }
            running.askToStop()
            try await eventually("the drain has begun") { running.server.isDraining }
            let (response, ends) = try await HTTPTestClient.onThread {
                used.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                var pending: [UInt8] = []
                return (try used.receiveResponse(&pending), [used.receive(), unused.receive()])
            }
            #expect(response.text == "done")
            #expect(response.headers[.connection] == "close")
            #expect(ends == [.ended, .ended])
            used.close()
            unused.close()
        }
    }

    @Test func `ends an endless stream at once, and rightly`() async throws {
        let endless = Answering { _ in
            HTTPResponse(
                body: .untilStopped { writer in
                    try await writer.write("data: 1\n\n")
                    do { try await Task.sleep(for: .seconds(3_600)) } catch {
                        try await writer.write("data: never sent\n\n")  // it is cancelled: there is no more to say
                    }
                })
        }
        try await RunningServer.with(.init(), endless) { running in
            let socket = try RawSocket(to: running.address)
            socket.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            try await eventually("the stream is under way") { running.server.runningHandlers == 1 }
            let first = try await socket.received()
            let asked = ContinuousClock.now
            running.askToStop()
            let (rest, end) = try await HTTPTestClient.onThread { socket.receiveAll() }
            #expect(ContinuousClock.now - asked < .seconds(5))
            guard case .bytes(var all) = first else { return }
            all += rest
            var slice = all[...]
            let response = try ReceivedResponse.take(from: &slice, isAll: true)
            #expect(response?.text == "data: 1\n\n")
            #expect(end == .ended)
            socket.close()
        }
    }

    @Test func `lets a stream with an end come to it`() async throws {
        let journal = Journal()
        let export = Answering { _ in
            HTTPResponse(
                body: .stream(length: nil) { writer in
                    try await writer.write("first,")
                    try await journal.wait(for: "go on")
                    try await writer.write("last")
                })
        }
        try await RunningServer.with(.init(), export) { running in
            let socket = try RawSocket(to: running.address)
            socket.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            let first = try await socket.received()
            running.askToStop()
            try await eventually("the drain has begun") { running.server.isDraining }
            journal.note("go on")
            let rest = try await HTTPTestClient.onThread { socket.receiveAll().bytes }
            guard case .bytes(let bytes) = first else { return }
            var all = (bytes + rest)[...]
            let response = try ReceivedResponse.take(from: &all, isAll: true)
            #expect(response?.text == "first,last")
            socket.close()
        }
    }

    @Test func `cuts what is left when the drain time is over`() async throws {
        var limits = HTTPServerConfiguration()
        limits.drainTime = .milliseconds(300)
        let journal = Journal()
        let stubborn = Answering { request in
            journal.note("began \(request.path)")
            switch request.path {
            case "/body": for try await _ in request.body {}
            case "/stream":
                return HTTPResponse(
                    body: .stream(length: nil) { writer in
                        try await writer.write("first")
                        try await Task.sleep(for: .seconds(3_600))
                    })
            default: try await Task.sleep(for: .seconds(3_600))
            }
            return HTTPResponse()
        }
        let answers = try await RunningServer.with(limits, stubborn) { running in
            let sockets = try ["/wait", "/body", "/stream"].map { path in
                let socket = try RawSocket(to: running.address)
                socket.send("POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: \(path == "/body" ? "1000000" : "0")\r\n\r\n")
                return socket
            }
            for path in ["/wait", "/body", "/stream"] { try await journal.wait(for: "began \(path)") }
            running.askToStop()
            return try await HTTPTestClient.onThread {
                sockets.map { socket in
                    defer { socket.close() }
                    return String(decoding: socket.receiveAll().bytes.prefix(12), as: UTF8.self)
                }
            }
        }
        #expect(answers == ["HTTP/1.1 503", "HTTP/1.1 503", "HTTP/1.1 200"])
    }

    @Test(arguments: [false, true], [1, 2])
    func `resets nobody under load, with connections kept or not`(isKept: Bool, threads: Int) async throws {
        var limits = HTTPServerConfiguration()
        limits.threads = threads
        let quick = Answering { request in
            try await Task.sleep(for: .milliseconds(1))
            return HTTPResponse(body: .bytes(try await request.body.collect(upTo: 100)))
        }
        let answered = Answered()
        try await RunningServer.with(limits, quick) { running in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<16 {
                    group.addTask {
                        try await HTTPTestClient.onThread { try Self.load(running.address, isKept: isKept, answered) }
                    }
                }
                try await eventually("load is on") { answered.count.load(ordering: .relaxed) > 500 }
                running.askToStop()
                try await group.waitForAll()
            }
        }
    }

    /// Requests one after the other until the port is closed. Anything but a whole answer or a refused connection is thrown.
    private static func load(_ address: SocketAddress, isKept: Bool, _ answered: Answered) throws {
        while true {
            let socket: RawSocket
            do { socket = try RawSocket(to: address) } catch { return #expect(error == .cannotConnect(errno: 111)) }
            defer { socket.close() }
            var pending: [UInt8] = []
            while true {
                socket.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\(isKept ? "" : "Connection: close\r\n")\r\nhello")
                let response = try socket.receiveResponse(&pending)
                #expect(response.text == "hello")
                answered.count.add(1, ordering: .relaxed)
                if response.headers[.connection] == "close" { break }
            }
        }
    }
}

private final class Answered: Sendable {
    let count = Atomic(0)
}
