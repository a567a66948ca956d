import CloudEvents
import EventStack
import Events
import HTTP
import JSON
import Observability
import PathwayEngine
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import cairn_pathway

@Suite struct `Slices that run side by side` {
    private let ada = PathwayStory.learner(1)

    /// Applies one thing and stays in its transaction until another one waits for it, or has come to its end.
    private func interleave(
        _ story: PathwayStory, _ first: @escaping @Sendable (borrowing Transaction) throws -> Void,
        with second: @escaping @Sendable () async throws -> Void
    ) async throws -> Bool {
        let isApplied = Flag()
        let mayCommit = Flag()
        let hasWaited = Flag()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await story.events.transaction(as: PathwayStory.scope([CollegeID(1)])) { transaction in
                    try first(transaction)
                    isApplied.raise()
                    // The server sleeps, in this thread of the pool's; it is looked whether the other one is there.
                    while !mayCommit.isUp { _ = try transaction.query("SELECT pg_sleep(0.002)") }
                }
            }
            try await eventually("the first is applied") { isApplied.isUp }
            let isOver = Flag()
            group.addTask {
                try await second()
                isOver.raise()
            }
            try await eventually("the second waits, or is over") {
                let waiting = try await story.sql.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
                if !waiting.contains("0") { hasWaited.raise() }
                return hasWaited.isUp || isOver.isUp
            }
            mayCommit.raise()
            try await group.waitForAll()
        }
        return hasWaited.isUp
    }

    @Test func `miss no stack: the later one waits for the learner, and sees what the other one wrote`() async throws {
        try await PathwayStory.run { story in
            _ = try await story.publish("WELD", .all([PathwayStory.leaf(1), PathwayStory.leaf(2)]), award: 9)
            // She is known already: it is the lock that waits, not the key of a new row.
            try await story.arrive([story.credential(5, to: self.ada)])
            let reaction = DeriveOnCredential(deriving: story.deriving)
            let (one, two) = (story.credential(1, to: self.ada), story.credential(2, to: self.ada))
            let hasWaited = try await self.interleave(story) {
                try reaction.apply([one], in: $0)
            } with: {
                try await story.arrive([two])
            }
            #expect(hasWaited)
            #expect(try await story.told(self.ada) == ["advanced 5000 1", "completed 10000 2"])
        }
    }

    @Test func `would miss it without holding the learner`() async throws {
        try await PathwayStory.run { story in
            _ = try await story.publish("WELD", .all([PathwayStory.leaf(1), PathwayStory.leaf(2)]), award: 9)
            try await story.arrive([story.credential(5, to: self.ada)])
            let deriving = story.deriving
            let (one, two) = (story.credential(1, to: self.ada), story.credential(2, to: self.ada))
            let read = try await self.interleave(story) { transaction in
                try transaction.keep(credentials: [one])
            } with: { [ada] in
                let held = try await story.events.transaction(as: PathwayStory.scope([CollegeID(1)])) { transaction in
                    try transaction.keep(credentials: [two])
                    return try transaction.credentials(of: [ada], at: deriving.now())[ada]?.count
                }
                #expect(held == 2, "the one of before and its own, not the one that is not committed yet")
            }
            #expect(!read, "nobody waited")
        }
    }

    @Test func `miss no pathway: who publishes waits for the slice, and the sweep then finds the learner`() async throws {
        try await PathwayStory.run { story in
            try await story.arrive([story.credential(5, to: self.ada)])
            let reaction = DeriveOnCredential(deriving: story.deriving)
            let one = story.credential(1, to: self.ada)
            let hasWaited = try await self.interleave(story) {
                try reaction.apply([one], in: $0)
            } with: {
                let answer = try await story.publish("WELD", PathwayStory.leaf(1))
                #expect(answer.status == .created)
                try await story.sweep()
            }
            #expect(hasWaited)
            #expect(try await story.told(self.ada) == ["completed 10000 1"])
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `come to the same in any order, however they are cut`(seed: UInt64) async throws {
        try await PathwayStory.run { story in
            var random = SeededRandom(seed)
            let first = try await story.publish("A", .all([PathwayStory.leaf(1), PathwayStory.leaf(2)])).id
            let second = try await story.publish(
                "B", .some([PathwayStory.leaf(2), PathwayStory.leaf(3), PathwayStory.leaf(4)], atLeast: 2)
            ).id
            let learners = (1...6).map { PathwayStory.learner($0) }
            var events = learners.flatMap { learner in
                (1...4).flatMap { number in
                    [
                        story.credential(UInt64(number), to: learner),
                        story.credential(UInt64(number), to: learner, version: 2, state: .revoked),
                    ]
                }
            }.filter { _ in random.next() % 10 < 8 }
            events.shuffle(using: &random)
            let slices = stride(from: 0, to: events.count, by: 3).map { Array(events[$0..<min($0 + 3, events.count)]) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for slice in slices { group.addTask { try await story.arrive(slice) } }
                try await group.waitForAll()
            }
            let revoked = Set(events.filter { $0.state.state == .revoked }.map(\.subject))
            for learner in learners {
                let held = Set(
                    events.filter { $0.state.person == learner.person && !revoked.contains($0.subject) }.map(\.state.achievement.id))
                let progress = try await story.send(.get, "/progress", as: PathwayStory.visitor(learner)).json["progress"]?.array ?? []
                for (id, numbers) in [(first, [1, 2]), (second, [2, 3, 4])] as [(String, [UInt64])] {
                    let done = progress.first { $0["pathway"]?["id"]?.string == id }?["done"]?.int
                    #expect(done ?? 0 == min(2, numbers.count { held.contains(PathwayStory.achievement($0)) }))
                }
            }
        }
    }
}

/// Something that has come true, for more than one task.
private final class Flag: Sendable {
    private let state = Mutex(false)

    var isUp: Bool { self.state.withLock { $0 } }

    func raise() { self.state.withLock { $0 = true } }
}
