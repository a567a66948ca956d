import Synchronization
import TestSupport
import Testing

@testable import ServiceLifecycle

@Suite struct `A group of services` {
    @Test func `stops its services in reverse order, each after the one that depends on it`() async throws {
        let events = Journal()
        let request = ShutdownRequest()
        let group = ServiceGroup([Recorded(name: "database", journal: events), Recorded(name: "consumer", journal: events)])
        try await ShutdownRequest.$current.withValue(request) {
            async let run: Void = group.run()
            try await events.wait(for: 2)
            request.make()
            try await run
        }
        #expect(Set(events.entries.prefix(2)) == ["database began", "consumer began"])
        #expect(events.entries.suffix(2) == ["consumer ended", "database ended"])
    }

    @Test func `fails with what its service failed with, and stops the others`() async throws {
        let events = Journal()
        let group = ServiceGroup([Recorded(name: "database", journal: events), Failing()])
        await #expect(throws: Failing.Failure.self) { try await group.run() }
        #expect(events.entries.last == "database ended")
    }

    @Test func `takes a service that ends by itself for a failure`() async throws {
        let group = ServiceGroup([Idle(), EndsAtOnce()])
        await #expect { try await group.run() } throws: { ($0 as? EndedEarly)?.service == "EndsAtOnce" }
    }

    @Test func `cancels a service that does not stop in time`() async throws {
        let request = ShutdownRequest()
        let group = ServiceGroup([Stubborn()], grace: .milliseconds(20))
        await ShutdownRequest.$current.withValue(request) {
            request.make()
            await #expect(throws: Never.self) { try await group.run() }
        }
    }

    @Test func `is cancelled together with its task`() async throws {
        let events = Journal()
        let task = Task { try await ServiceGroup([Recorded(name: "database", journal: events), Stubborn()]).run() }
        try await events.wait(for: 1)
        task.cancel()
        try? await task.value  // either answer is right: what counts is that it returns
        #expect(events.entries.last == "database ended")
    }
}

@Suite struct `A graceful shutdown` {
    @Test func `cuts short what is to be cut short`() async throws {
        let request = ShutdownRequest()
        let outcome = try await ShutdownRequest.$current.withValue(request) {
            try await cancelWhenGracefulShutdown { () -> Int in
                request.make()
                try await Task.sleep(for: .seconds(60))
                return 1
            }
        }
        #expect(outcome == nil)
    }

    @Test func `lets a result through that comes first`() async throws {
        let outcome = try await ShutdownRequest.$current.withValue(ShutdownRequest()) { try await cancelWhenGracefulShutdown { 1 } }
        #expect(outcome == 1)
    }

    @Test func `is told at once to whoever asks after it was made`() async throws {
        let request = ShutdownRequest()
        request.make()
        let told = Journal()
        await ShutdownRequest.$current.withValue(request) {
            await withGracefulShutdownHandler {
            } onGracefulShutdown: {
                told.add("told")
            }
        }
        #expect(told.entries == ["told"])
    }
}

private final class Journal: Sendable {
    private let state = Mutex<[String]>([])
    var entries: [String] { self.state.withLock { $0 } }
    func add(_ entry: String) { self.state.withLock { $0.append(entry) } }
    func wait(for count: Int) async throws { try await eventually("\(count) entries") { self.entries.count >= count } }
}

private struct Recorded: Service {
    let name: String
    let journal: Journal

    func run() async throws {
        self.journal.add("\(self.name) began")
        defer { self.journal.add("\(self.name) ended") }
        try await gracefulShutdown()
    }
}

private struct Failing: Service {
    struct Failure: Error {}
    func run() async throws { throw Failure() }
}

private struct Idle: Service {
    func run() async throws { try await gracefulShutdown() }
}

private struct EndsAtOnce: Service {
    func run() async throws {}
}

private struct Stubborn: Service {
    func run() async throws { try await Task.sleep(for: .seconds(60)) }
}

private struct CancelsItself: Service {
    func run() async throws { throw CancellationError() }
}

extension `A group of services` {
    @Test func `takes a cancellation that nobody asked for, for a failure`() async throws {
        await #expect(throws: CancellationError.self) { try await ServiceGroup([Idle(), CancelsItself()]).run() }
    }
}
