import Chassis
import CloudEvents
import EventStack
import Events
import HTTP
import JSON
import Observability
import PathwayEngine
import TestSupport
import Testing

@testable import cairn_pathway

@Suite struct `A learner's progress` {
    private let ada = PathwayStory.learner(1)
    private let certificate = Requirement.all([PathwayStory.leaf(1), PathwayStory.leaf(2)])

    @Test func `advances, completes, reopens, and is told of only when it changed`() async throws {
        try await PathwayStory.run { story in
            _ = try await story.publish("WELD", self.certificate, award: 9)
            try await story.arrive([story.credential(1, to: self.ada)])
            try await story.arrive([story.credential(5, to: self.ada)])
            try await story.arrive([story.credential(2, to: self.ada)])
            try await story.arrive([story.credential(2, to: self.ada)])
            #expect(try await story.told(self.ada) == ["advanced 5000 1", "completed 10000 2"])
            try await story.arrive([story.credential(2, to: self.ada, version: 2, state: .revoked)])
            #expect(try await story.told(self.ada).last == "reopened 5000 1")
            try await story.arrive([story.credential(1, to: self.ada, version: 2, state: .suspended)])
            #expect(try await story.told(self.ada).last == "advanced 0 0")
            try await story.arrive([story.credential(1, to: self.ada, version: 3)])
            #expect(
                try await story.told(self.ada) == [
                    "advanced 5000 1", "completed 10000 2", "reopened 5000 1", "advanced 0 0", "advanced 5000 1",
                ])
            let late = try await story.sql.execute(
                "SELECT max(version) || '/' || count(*) FROM pathway.outbox WHERE topic LIKE '%progress%'")
            #expect(late.contains("5/5"), "versions have no holes")
        }
    }

    @Test func `is right when a version is missed, and not moved by an older one`() async throws {
        try await PathwayStory.run { story in
            _ = try await story.publish("WELD", self.certificate)
            let (first, second) = (story.credential(1, to: self.ada), story.credential(1, to: self.ada, version: 3, state: .revoked))
            try await story.arrive([first, story.credential(2, to: self.ada), second])
            try await story.arrive([first])
            #expect(try await story.told(self.ada) == ["advanced 5000 1"])
        }
    }

    @Test func `leads to the newest edition of the award that is known, with the credentials that count`() async throws {
        try await PathwayStory.run { story in
            _ = try await story.publish("WELD", self.certificate, award: 9)
            try await story.arrive([.achievement(PathwayStory.achieved(9, version: 2, edition: 2))])
            try await story.arrive([story.credential(1, to: self.ada), story.credential(2, to: self.ada)])
            let progress = try await story.send(.get, "/progress", as: PathwayStory.visitor(self.ada)).json["progress"]?[0]
            #expect(progress?["award"] == AchievementEdition(PathwayStory.achievement(9), edition: 2).json)
            #expect(progress?["earnedBy"]?.array?.count == 2 && progress?["complete"]?.bool == true)
            // A later edition is no news to who is complete; what is awarded no more, and then again, is.
            try await story.arrive([.achievement(PathwayStory.achieved(9, version: 3, edition: 3))])
            try await story.sweep()
            #expect(try await story.told(self.ada) == ["completed 10000 2"])
        }
    }

    @Test func `is derived again when what it leads to is awarded no more, and again`() async throws {
        try await PathwayStory.run { story in
            _ = try await story.publish("WELD", self.certificate, award: 9)
            try await story.arrive([.achievement(PathwayStory.achieved(9, version: 2, state: .retired))])
            try await story.arrive([story.credential(1, to: self.ada), story.credential(2, to: self.ada)])
            try await story.sweep()
            let visitor = PathwayStory.visitor(self.ada)
            #expect(try await story.send(.get, "/progress", as: visitor).json["progress"]?[0]?["award"] == nil)
            try await story.arrive([.achievement(PathwayStory.achieved(9, version: 3))])
            #expect(try await story.sweep() > 0)
            #expect(try await story.send(.get, "/progress", as: visitor).json["progress"]?[0]?["award"]?["edition"]?.int == 1)
            #expect(try await story.told(self.ada) == ["completed 10000 2", "advanced 10000 2"])
        }
    }

    @Test func `ends with a credential whose time is over, and begins with one whose time has come`() async throws {
        try await PathwayStory.run { story in
            _ = try await story.publish("WELD", self.certificate)
            let now = story.clock.now
            try await story.arrive([
                story.credential(1, to: self.ada, until: now + .seconds(100)), story.credential(2, to: self.ada, from: now + .seconds(50)),
            ])
            #expect(try await story.told(self.ada) == ["advanced 5000 1"])
            #expect(try await story.lookingAgain.turn() == false)
            story.clock.advance(by: .seconds(60))
            #expect(try await story.lookingAgain.turn())
            #expect(try await story.told(self.ada).last == "completed 10000 2")
            story.clock.advance(by: .seconds(60))
            #expect(try await story.lookingAgain.turn())
            #expect(try await story.told(self.ada).last == "reopened 5000 1")
            #expect(try await story.lookingAgain.turn() == false)
        }
    }

    @Test func `comes for all who hold something when a pathway is published later, slice by slice`() async throws {
        try await PathwayStory.run { story in
            let learners = (1...1_203).map { PathwayStory.learner(UInt64($0)) }
            for start in stride(from: 0, to: learners.count, by: 401) {
                try await story.arrive(learners[start..<min(start + 401, learners.count)].map { story.credential(1, to: $0) })
            }
            let id = try await story.publish("WELD", self.certificate).id
            #expect(try await story.told(self.ada) == [])
            let start = ContinuousClock.now
            #expect(try await story.sweep() == 4, "three slices of \(LookingAgain.slice), and one that finds nobody")
            #expect(ContinuousClock.now - start < .seconds(20))
            #expect(try await story.told(self.ada) == ["advanced 5000 1"])
            let summary = try await story.send(.get, "/pathways/\(id)/summary", as: PathwayStory.staff())
            #expect(summary.json["begun"]?.int == 1_203 && summary.json["complete"]?.int == 0)
        }
    }

    @Test func `stays on the edition that was begun, and goes on with the newest when nothing is done`() async throws {
        try await PathwayStory.run { story in
            let bob = PathwayStory.learner(2)
            let id = try await story.publish("WELD", self.certificate).id
            try await story.arrive([story.credential(1, to: self.ada), story.credential(1, to: bob)])
            try await story.arrive([story.credential(1, to: bob, version: 2, state: .revoked)])
            _ = try await story.publish("WELD", .all([PathwayStory.leaf(3), PathwayStory.leaf(4), PathwayStory.leaf(5)]))
            try await story.sweep()
            func edition(_ learner: Learner) async throws -> Int? {
                let progress = try await story.send(.get, "/progress", as: PathwayStory.visitor(learner)).json["progress"]?.array ?? []
                return progress.first { $0["pathway"]?["id"]?.string == id }?["pathway"]?["edition"]?.int
            }
            #expect(try await edition(self.ada) == 1)
            #expect(try await edition(bob) == 2)
            try await story.arrive([story.credential(2, to: self.ada), story.credential(3, to: bob)])
            #expect(try await story.told(self.ada).last == "completed 10000 2")
            #expect(try await story.told(bob).last == "advanced 3333 1")
        }
    }

    @Test func `is looked at again by what stops when it is told to`() async throws {
        try await PathwayStory.run { story in
            try await story.arrive([story.credential(1, to: self.ada)])
            let run = Task { try await story.lookingAgain.run() }
            _ = try await story.publish("WELD", self.certificate)
            try await eventually("the sweep is over and taken away") {
                let left = try await story.sql.execute("SELECT count(*) FROM pathway.sweep").filter(\.isNumber)
                let told = try await story.told(self.ada)
                return left == "0" && told == ["advanced 5000 1"]
            }
            run.cancel()
            do { try await run.value } catch is CancellationError {}
        }
    }
}
