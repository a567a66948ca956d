import Observability
import Testing

@testable import HTTP

@Suite struct `A server that starts` {
    private static let hello = Answering { _ in HTTPResponse(body: .text("hello")) }

    @Test(arguments: ["127.0.0.1", "::1"])
    func `listens on the address it is given, and says which port it got`(host: String) async throws {
        try await RunningServer.with(.init(host: host), Self.hello) { running in
            #expect(running.address.host == host)
            #expect(running.address.port > 0)
            let response = try await HTTPTestClient.live(running.address).execute("/")
            #expect(response.text == "hello")
        }
    }

    @Test func `says what is wrong with its address`() async throws {
        let logger = Logger(label: "http", handler: RecordedLogs())
        for (host, port) in [("localhost", 0), ("127.0.0.1", 65_536), ("127.0.0.1", -1)] {
            let server = HTTPServer(configuration: .init(host: host, port: port), logger: logger, responder: Self.hello)
            await #expect(throws: HTTPServerError.noAddress(host: host, port: port)) { try await server.run() }
            await #expect(throws: HTTPServerError.noAddress(host: host, port: port)) { try await server.address() }
        }
    }

    @Test func `says that it is not allowed to listen`() async throws {
        let server = HTTPServer(
            configuration: .init(host: "192.0.2.1"), logger: Logger(label: "http", handler: RecordedLogs()), responder: Self.hello)
        await #expect { try await server.run() } throws: {
            "\($0)".hasPrefix("cannot listen on 192.0.2.1:0: Cannot assign requested address")
        }
    }

    @Test func `runs once`() async throws {
        try await RunningServer.with(.init(), Self.hello) { running in
            let refusal = await #expect(throws: HTTPServerError.self) { try await running.server.run() }
            #expect(refusal == .alreadyRun)
        }
    }

    @Test func `ends at once when it is cancelled`() async throws {
        let server = HTTPServer(
            logger: Logger(label: "http", handler: RecordedLogs()),
            responder: Answering { _ in
                try await Task.sleep(for: .seconds(3_600))
                return HTTPResponse()
            })
        let run = Task { try await server.run() }
        let address = try await server.address()
        let socket = try RawSocket(to: address)
        socket.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        let began = ContinuousClock.now
        run.cancel()
        try await run.value
        #expect(ContinuousClock.now - began < .seconds(30))
        socket.close()
    }
}
