import Chassis
import CloudEvents
import Events
import JSON
import MatchEngine
import Postgres
import TestSupport
import Testing

@testable import cairn_matching

@Suite struct `The ranking's question to the database` {
    /// 100,000 skills of 50,000 learners, of whom 5,000 let the employer see them.
    @Test(.enabled(if: TestTier.isAll)) func `touches no more than the skills asked for and the consents of the employer who asks`()
        async throws
    {
        try await MatchingStory.run { story in
            let role = try await story.role((0..<10).map { (code: "s\($0)", importance: 3, isMust: false) })
            try await story.sql.execute(
                """
                INSERT INTO matching.credential (college, id, person, achievement, issuer, state, valid_from, version)
                SELECT 1 + n % 2, ('00000000-0000-0002-0000-' || lpad(to_hex(n), 12, '0'))::uuid,
                    ('00000000-0000-0001-0000-' || lpad(to_hex(n), 12, '0'))::uuid, gen_random_uuid(), gen_random_uuid(), 'active', now(), 1
                FROM generate_series(1, 50000) AS n;
                INSERT INTO matching.skill (college, credential, person, framework, code)
                SELECT college, id, person, 'o', 's' || (hashtext(id::text) % 200 + 200 + k) % 200
                FROM matching.credential, generate_series(0, 1) AS k;
                INSERT INTO matching.consent (college, id, person, employer, purpose, state, shares, ends_at, version)
                SELECT college, gen_random_uuid(), person,
                    CASE WHEN substr(person::text, 36) = '7' THEN '\(MatchingStory.employer)'::uuid ELSE gen_random_uuid() END,
                    'matching', 'granted', '{skills}', now() + interval '1 hour', 1
                FROM matching.credential;
                ANALYZE matching.credential; ANALYZE matching.skill; ANALYZE matching.consent
                """)
            let id = try #require(RoleID(role))
            let requirements = (0..<10).map { Requirement(framework: "o", code: "s\($0)", importance: 3, isMust: false) }
            let clock = ContinuousClock()
            for _ in 0..<3 {
                let began = clock.now
                let found = try await story.http.transaction(as: MatchingStory.employer().databaseScope) { tx in
                    try tx.ranking(for: id, by: requirements, day: "", limit: 20)
                }
                print("ranked 20 of \(found.count) in \(clock.now - began)")
                #expect(found.ranked.count == 20)
            }
            let plan = try await story.http.transaction(as: MatchingStory.employer().databaseScope) { tx in
                try tx.query("EXPLAIN \(Transaction.rankingQuery(for: id, by: requirements, day: "", limit: 20))").decode(String.self)
            }
            print(plan.joined(separator: "\n"))
            #expect(!plan.contains { $0.contains(/Seq Scan on (consent|credential|skill|item)/) }, "\(plan)")
        }
    }
}
