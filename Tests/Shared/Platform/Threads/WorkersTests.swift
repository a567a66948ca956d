import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Threads

@Suite struct `A pool of workers` {
    @Test func `runs a closure on its own thread and gives back the result`() async throws {
        let workers = Workers(name: "test", count: 1, limit: 10) { _ in pthread_self() }
        let (first, second) = (try await workers.run { ($0, pthread_self()) }, try await workers.run { ($0, pthread_self()) })
        #expect(first == second, "one thread serves all")
        #expect(first.0 == first.1, "the handle was made on the thread that uses it")
        await workers.stop()
    }

    @Test func `serves closures in the order they came`() async throws {
        let workers = Workers(name: "test", count: 1, limit: 1_500) { _ in Order() }
        let gate = Semaphore()
        let begun = Count()
        async let held: Void = workers.run { _ in
            begun.increment()
            gate.wait()
        }
        try await eventually("the thread is held") { begun.value == 1 }
        var tasks: [Task<Void, any Error>] = []
        for number in 0..<1_100 {  // more than one compaction of the queue
            tasks.append(Task { try await workers.run { $0.numbers.append(number) } })
            try await eventually("number \(number) waits") { workers.waiting > number }
        }
        gate.signal()
        try await held
        for task in tasks { try await task.value }
        #expect(try await workers.run { $0.numbers } == Array(0..<1_100))
        await workers.stop()
    }

    @Test func `refuses what does not fit into its queue, and serves again once there is room`() async throws {
        let workers = Workers(name: "test", count: 1, limit: 2) { _ in }
        let gate = Semaphore()
        let begun = Count()
        async let held: Void = workers.run {
            begun.increment()
            gate.wait()
        }
        try await eventually("the thread is held") { begun.value == 1 }
        async let first = workers.run { 1 }
        async let second = workers.run { 2 }
        try await eventually("a full queue") { workers.waiting == 2 }
        await #expect(throws: WorkersError.full(limit: 2)) { try await workers.run {} }
        gate.signal()
        try await held
        #expect(try await [first, second] == [1, 2])
        #expect(try await workers.run { 3 } == 3)
        await workers.stop()
    }

    @Test func `does what waits before it stops, and takes no more`() async throws {
        let workers = Workers(name: "test", count: 2, limit: 100) { _ in }
        let done = Count()
        try await withThrowingTaskGroup { group in
            for _ in 0..<50 { group.addTask { try await workers.run { done.increment() } } }
            try await group.waitForAll()
        }
        await workers.stop()
        #expect(done.value == 50)
        await #expect(throws: WorkersError.stopped) { try await workers.run {} }
    }

    @Test func `ends its threads when nobody holds it any more`() async throws {
        let ended = Count()
        do {
            let workers = Workers(name: "test", count: 1, limit: 1) { _ in Ending { ended.increment() } }
            try await workers.run { _ in }
        }
        try await eventually("the end of the thread") { ended.value == 1 }
    }

    @Test func `lets a cancelled task go while its closure waits, and never runs that closure`() async throws {
        let workers = Workers(name: "test", count: 1, limit: 10) { _ in }
        let (gate, begun, ran) = (Semaphore(), Count(), Count())
        async let held: Void = workers.run {
            begun.increment()
            gate.wait()
        }
        try await eventually("the thread is held") { begun.value == 1 }
        let waiting = Task { try await workers.run { ran.increment() } }
        try await eventually("the closure waits") { workers.waiting == 1 }
        waiting.cancel()
        await #expect(throws: WorkersError.cancelled) { try await waiting.value }
        gate.signal()
        try await held
        await workers.stop()
        #expect(ran.value == 0)
    }

    @Test func `may be stopped more than once, and from several tasks`() async throws {
        let workers = Workers(name: "test", count: 2, limit: 1) { _ in }
        await withTaskGroup { group in
            for _ in 0..<4 { group.addTask { await workers.stop() } }
        }
        await workers.stop()
        await #expect(throws: WorkersError.stopped) { try await workers.run {} }
    }

    @Test func `names its threads for those who look at the process`() async throws {
        let workers = Workers(name: "a-rather-long-name", count: 2, limit: 1) { _ in }
        let name = try await workers.run { threadName() }
        #expect(name == "a-rather-long-n")
        await workers.stop()
    }

    private final class Order { var numbers: [Int] = [] }

    private final class Count: Sendable {
        private let count = Atomic<Int>(0)
        var value: Int { self.count.load(ordering: .relaxed) }
        func increment() { self.count.add(1, ordering: .relaxed) }
    }

    private final class Ending {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
        deinit { self.body() }
    }
}

private func threadName() -> String {
    let file = open("/proc/thread-self/comm", O_RDONLY)
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 32)
    let count = read(file, &bytes, bytes.count)
    return String(decoding: bytes[..<max(0, count - 1)], as: UTF8.self)
}

@Suite struct `Signals as a stream` {
    @Test func `brings a signal to the task that waits for it`() async throws {
        let signals = UnixSignals([SIGUSR1])
        let first = Task { await signals.first { _ in true } }
        let sender = Task {
            while !Task.isCancelled {  // again and again: the trap is set up on another thread
                kill(getpid(), SIGUSR1)
                try await Task.sleep(for: .milliseconds(2))
            }
        }
        #expect(await first.value == SIGUSR1)
        sender.cancel()
    }
}
