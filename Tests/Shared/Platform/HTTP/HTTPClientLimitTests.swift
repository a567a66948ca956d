import Glibc
import Synchronization
import TestSupport
import Testing

@testable import HTTP

@Suite struct `The HTTP client's limits` {
    @Test func `take an answer of just so many bytes and not one more`() async throws {
        let answering = Answering { request in
            HTTPResponse(body: .bytes([UInt8](repeating: 120, count: Int(request.path.dropFirst()) ?? 0)))
        }
        try await RunningServer.with(.init(), answering) { running in
            let limits = Asked.limits { $0.responseLimit = 1_000 }
            let answer1 = try await Asked.once(HTTPClientRequest(url: "http://\(running.address)/1000"), limits)
            #expect(answer1.body.count == 1_000)
            #expect(await Asked.failure(HTTPClientRequest(url: "http://\(running.address)/1001"), limits) == .bodyTooLarge(limit: 1_000))
            var request = HTTPClientRequest(url: "http://\(running.address)/1001")
            request.responseLimit = 1_001
            let answer2 = try await Asked.once(request, limits)
            #expect(answer2.body.count == 1_001)
        }
    }

    @Test func `refuse a head that is too long`() async throws {
        let answering = Answering { _ in HTTPResponse(headers: [HTTPField.Name(checked: "X-Long"): String(repeating: "x", count: 3_000)]) }
        try await RunningServer.with(.init(), answering) { running in
            let request = HTTPClientRequest(url: "http://\(running.address)/")
            #expect(await Asked.failure(request, Asked.limits { $0.headLimit = 2_000 }) == .headTooLarge(limit: 2_000))
            let answer3 = try await Asked.once(request)
            #expect(answer3.status == .ok)
        }
    }

    @Test func `end a request whose answer does not come`() async throws {
        try await RunningServer.with(
            .init(), Answering { _ in HTTPResponse(body: .untilStopped { _ in try await Task.sleep(for: .seconds(60)) }) }
        ) {
            running in
            var request = HTTPClientRequest(url: "http://\(running.address)/secret?ticket=x")
            request.timeout = .milliseconds(100)
            let failure = await Asked.failure(request)
            #expect(failure == .timedOut(server: "http://\(running.address)", after: .milliseconds(100), isConnected: true))
            #expect(failure?.description == "http://\(running.address) did not answer within 100 ms")
        }
    }

    @Test func `end an attempt to connect to a place that says nothing`() async throws {
        let listener = try FullListener()
        let limits = Asked.limits { $0.connectTimeout = .milliseconds(200) }
        let failure = await Asked.failure(HTTPClientRequest(url: "http://127.0.0.1:\(listener.port)/"), limits)
        #expect(failure == .timedOut(server: "http://127.0.0.1:\(listener.port)", after: .milliseconds(200), isConnected: false))
    }

    @Test func `say in words that nobody takes connections`() async throws {
        let port = try FullListener.freePort()
        let failure = await Asked.failure(HTTPClientRequest(url: "http://127.0.0.1:\(port)/enter?ticket=secret"))
        #expect(failure == .notConnected(server: "http://127.0.0.1:\(port)", reason: "Connection refused"))
        #expect(failure?.description == "http://127.0.0.1:\(port) takes no connection (Connection refused); does it run?")
    }

    @Test func `say that a name has no address`() async {
        #expect(await Asked.failure(HTTPClientRequest(url: "http://nobody.invalid/")) == .hostUnknown(server: "http://nobody.invalid"))
    }

    @Test func `say that what came was no HTTP`() async throws {
        try await RunningServer.with(.init(), Answering { _ in HTTPResponse() }) { running in
            let failure = await Asked.failure(HTTPClientRequest(url: "https://\(running.address)/"))
            guard case .notTrusted(let server, _) = failure else {
                Issue.record("it should have failed at TLS: \(String(describing: failure))")
                return
            }
            #expect(server == "https://\(running.address)")
        }
    }

    @Test func `let a task go at once that is cancelled while its request is under way`() async throws {
        let journal = Journal()
        let hanging = Answering { _ in
            journal.note("asked")
            return HTTPResponse(body: .untilStopped { _ in try await Task.sleep(for: .seconds(60)) })
        }
        try await RunningServer.with(.init(), hanging) { running in
            let client = HTTPClient(configuration: Asked.limits { $0.threads = 1 })
            var waits: [Duration] = []
            for _ in 0..<5 {
                let task = Task { try await client.execute(HTTPClientRequest(url: "http://\(running.address)/")) }
                try await journal.wait(for: "asked", times: waits.count + 1)
                task.cancel()
                let began = ContinuousClock.now
                let result = await task.result
                #expect(Asked.failure(of: result) == .cancelled)
                waits.append(ContinuousClock.now - began)
            }
            // A busy machine makes any one of them late; without a wake-up every one of them sleeps its full time.
            let least = try #require(waits.min())
            #expect(least < .milliseconds(TransferThread.longestSleep - 200), "\(waits)")
            await client.shutdown()
        }
    }

    @Test func `refuse a request when as many wait as may, and each one after the end`() async throws {
        let journal = Journal()
        let hanging = Answering { _ in
            journal.note("asked")
            return HTTPResponse(body: .untilStopped { _ in try await Task.sleep(for: .seconds(60)) })
        }
        try await RunningServer.with(.init(), hanging) { running in
            let client = HTTPClient(
                configuration: Asked.limits {
                    $0.threads = 1
                    $0.waitingLimit = 1
                })
            let request = HTTPClientRequest(url: "http://\(running.address)/")
            let first = Task { try await client.execute(request) }
            try await journal.wait(for: "asked")
            let second = Task { try await client.execute(request) }
            try await eventually("the second waits") { client.waiting == 1 }
            #expect(await Asked.failure(request, of: client) == .full(limit: 1))
            first.cancel()
            second.cancel()
            #expect(Asked.failure(of: await second.result) == .cancelled)
            #expect(Asked.failure(of: await first.result) == .cancelled)
            await client.shutdown()
            #expect(await Asked.failure(request, of: client) == .stopped)
        }
    }
}
