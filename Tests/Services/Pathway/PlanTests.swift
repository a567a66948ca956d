import CloudEvents
import Events
import HTTP
import Observability
import PathwayEngine
import Postgres
import TestSupport
import Testing

@testable import cairn_pathway

@Suite struct `The questions that a sweep asks of the database` {
    /// 100,000 credentials of 50,000 learners of one college.
    @Test(.enabled(if: TestTier.isAll)) func `cost at the end what they cost at the beginning`() async throws {
        try await PathwayStory.run { story in
            let (one, two) = (PathwayStory.achievement(1), PathwayStory.achievement(2))
            try await story.sql.execute(
                """
                INSERT INTO pathway.person SELECT 1, ('00000000-0000-0003-0000-' || lpad(to_hex(n), 12, '0'))::uuid
                FROM generate_series(1, 50000) AS n;
                INSERT INTO pathway.credential (college, id, person, achievement, state, valid_from, version)
                SELECT 1, gen_random_uuid(), person, achievement, 'active', now() - interval '1 day', 1
                FROM pathway.person, unnest('{\(one),\(two)}'::uuid[]) AS held (achievement);
                ANALYZE pathway.person; ANALYZE pathway.credential
                """)
            let id = try #require(PathwayID(try await story.publish("WELD", .all([PathwayStory.leaf(1), PathwayStory.leaf(2)])).id))
            let clock = ContinuousClock()
            let began = clock.now
            for _ in 0..<10 { #expect(try await story.lookingAgain.sweep()) }
            let first = clock.now - began
            let late = PersonID(UUIDValue(high: 3, low: 44_000))
            try await story.sql.execute("UPDATE pathway.sweep SET after = '\(late)'; ANALYZE pathway.progress")
            let again = clock.now
            for _ in 0..<10 { #expect(try await story.lookingAgain.sweep()) }
            let last = clock.now - again
            print("10 slices of \(LookingAgain.slice) learners: first \(first), last \(last)")
            #expect(last < first * 3)
            let sweep = Sweep(id: 1, college: CollegeID(1), pathway: id, after: late)
            let learners = (1...500).map { PathwayStory.learner($0) }
            let questions = [
                Transaction.sweepQuery(sweep, limit: LookingAgain.slice), Transaction.heldQuery(learners, at: story.clock.now),
            ]
            for question in questions {
                let plan = try await story.events.transaction(as: PathwayStory.scope([CollegeID(1)])) { transaction in
                    try transaction.query("EXPLAIN \(question)").decode(String.self)
                }
                #expect(!plan.contains { $0.contains(/Seq Scan on (credential|progress|person)/) }, "\(plan.joined(separator: "\n"))")
            }
        }
    }
}
