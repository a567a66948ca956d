import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Threads

@Suite struct `A pool with little to do` {
    @Test func `leaves all threads but one at rest, and starts none before it is needed`() async throws {
        let started = Count()
        let workers = Workers(name: "test", count: 8, limit: 100, startsWhenNeeded: true) { number in
            started.increment()
            return number
        }
        #expect(started.value == 0)
        for _ in 0..<20 {
            #expect(try await workers.run { $0 } == 0)
            try await eventually("the thread waits again") { workers.idleThreads == 1 }
        }
        #expect(started.value == 1)
        await workers.stop()
    }

    @Test func `starts another thread when all are at work, and no more than it may`() async throws {
        let workers = Workers(name: "test", count: 2, limit: 100, startsWhenNeeded: true) { $0 }
        let (gate, begun) = (Semaphore(), Count())
        try await withThrowingTaskGroup { group in
            for _ in 0..<3 {
                group.addTask {
                    try await workers.run { _ in
                        begun.increment()
                        gate.wait()
                    }
                }
            }
            try await eventually("two are at work, and one waits") { begun.value == 2 && workers.waiting == 1 }
            for _ in 0..<3 { gate.signal() }
            try await group.waitForAll()
        }
        await workers.stop()
        #expect(begun.value == 3)
    }

    @Test func `lets a handle rest once when nothing came for a while, and again after the next work`() async throws {
        let rested = Count()
        let workers = Workers(name: "test", count: 1, limit: 100, rest: .init(after: .milliseconds(20)) { _ in rested.increment() }) { $0 }
        for round in 1...2 {
            try await workers.run { _ in }
            try await eventually("rest number \(round)") { rested.value == round }
        }
        await workers.stop()
        #expect(rested.value == 2)
    }

    @Test func `loses no closure however rests and work meet`() async throws {
        let workers = Workers(name: "test", count: 3, limit: 10_000, rest: .init(after: .microseconds(50)) { _ in }) { $0 }
        let done = Count()
        try await withThrowingTaskGroup { group in
            for number in 0..<3_000 {
                group.addTask { try await workers.run { _ in done.increment() } }
                if number % 10 == 0 { usleep(60) }
            }
            try await group.waitForAll()
        }
        await workers.stop()
        #expect(done.value == 3_000)
    }

    private final class Count: Sendable {
        private let count = Atomic<Int>(0)
        var value: Int { self.count.load(ordering: .relaxed) }
        func increment() { self.count.add(1, ordering: .relaxed) }
    }
}
