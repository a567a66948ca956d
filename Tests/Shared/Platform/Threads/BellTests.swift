import Testing
import Threads

@Suite struct `A bell` {
    @Test func `wakes the one who waits, long before the time is up`() async {
        let bell = Bell()
        async let waited = Self.seconds { await bell.wait(atMost: .seconds(60)) }
        bell.ring()
        #expect(await waited < 30)
    }

    @Test func `keeps a ring for the next who waits, and only one`() async {
        let bell = Bell()
        bell.ring()
        bell.ring()
        #expect(await Self.seconds { await bell.wait(atMost: .seconds(60)) } < 30)
        #expect(await Self.seconds { await bell.wait(atMost: .milliseconds(50)) } >= 0.05, "the second ring is not kept")
    }

    @Test func `lets a cancelled waiter go`() async {
        let bell = Bell()
        let task = Task { await Self.seconds { await bell.wait(atMost: .seconds(60)) } }
        task.cancel()
        #expect(await task.value < 30)
    }

    private static func seconds(_ body: () async -> Void) async -> Double {
        let duration = await ContinuousClock().measure(body)
        let (seconds, attoseconds) = duration.components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}

extension `A bell` {
    @Test func `keeps a ring that comes after a wait has timed out`() async {
        let bell = Bell()
        await bell.wait(atMost: .milliseconds(5))
        bell.ring()
        let clock = ContinuousClock()
        let waited = await clock.measure { await bell.wait(atMost: .seconds(60)) }
        #expect(waited < .seconds(30))
    }
}
