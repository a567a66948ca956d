import Chassis
import CloudEvents
import Events
import JSON
import Observability
import Postgres
import TestSupport
import Testing

@testable import cairn_matching

@Suite struct `The wall around learners who agreed to be found` {
    /// Public material, which holds nothing of anybody; and what carries events, which this login may not read.
    private static let open: Set<String> = ["issuer", "achievement", "outbox", "inbox_version", "parked"]

    /// Two colleges' learners, of whom some let the employer see them, some another one, some nobody any more.
    private func fill(_ story: MatchingStory) async throws {
        let named = Sample.item(1, of: 4, credential: 4)
        try await story.keep(
            credentials: [
                Sample.credential(1, of: 1, skills: ["a"]), Sample.credential(2, of: 2, college: 2, skills: ["a"]),
                Sample.credential(3, of: 3, skills: ["a"]), Sample.credential(4, of: 4, skills: ["a"]),
                Sample.credential(44, of: 4, skills: ["a"]), Sample.credential(5, of: 5, college: 2, skills: ["a"]),
                Sample.credential(6, of: 6, skills: ["a"]),
            ], items: [named, Sample.item(2, of: 4, credential: 44), Sample.item(3, of: 5, college: 2, credential: 5)],
            consents: [
                Sample.consent(1, of: 1), Sample.consent(2, of: 2, college: 2),
                Sample.consent(3, of: 3, to: MatchingStory.rival), Sample.consent(4, of: 4, items: [named.state.item]),
                Sample.consent(5, of: 5, college: 2, until: .now() + .seconds(-1)), Sample.consent(6, of: 6, state: .withdrawn),
            ])
        _ = try await story.role([("a", 1, false)])
        _ = try await story.role([("a", 1, false)], as: MatchingStory.employer(MatchingStory.rival))
    }

    /// What each visitor may see of each table, by the last digits of ids; of roles by their employer's.
    private static let allowed: [(visitor: Visitor, seen: [String: Set<String>])] = [
        (
            MatchingStory.employer(),
            [
                "role": ["07"], "consent": ["01", "02", "04"], "item": ["01", "02"], "credential": ["01", "02", "04"],
                "skill": ["01", "02", "04"],
            ]
        ),
        (MatchingStory.employer(MatchingStory.rival), ["role": ["08"], "consent": ["03"], "credential": ["03"], "skill": ["03"]]),
        (MatchingStory.employer(MatchingStory.employer, ["role.post"]), ["role": ["07"]]),
        (.employer(UUIDValue(high: 9, low: 9), scopes: ["match.read"]), [:]), (.anonymous, [:]),
        (.learner(college: 1, person: UUIDValue(high: 1, low: 1)), [:]), (.staff(.init(college: 1, scopes: ["match.read"])), [:]),
        (.shareLink(UUIDValue(high: 1, low: 1)), [:]),
    ]

    private static let questions: [(table: String, sql: SQL)] = [
        ("role", "SELECT right(employer::text, 2) FROM matching.role"), ("consent", "SELECT right(id::text, 2) FROM matching.consent"),
        ("item", "SELECT right(id::text, 2) FROM matching.item"), ("credential", "SELECT to_hex_tail(id) FROM matching.credential"),
        ("skill", "SELECT to_hex_tail(credential) FROM matching.skill"),
    ]

    /// What somebody sees or does that is not hers.
    private func leaks(_ story: MatchingStory) async throws -> Set<String> {
        var leaks: Set<String> = []
        for (visitor, seen) in Self.allowed {
            for (table, sql) in Self.questions {
                let found = try await story.http.transaction(as: visitor.databaseScope) { tx in try tx.query(sql).decode(String.self) }
                if Set(found) != seen[table] ?? [] { leaks.insert(table) }
            }
            let forged: SQL = """
                INSERT INTO matching.role (employer, id, employer_name, title, requirements, changed_at)
                VALUES (\(UUIDValue(high: 11, low: 11)), gen_random_uuid(), 'x', 'x', '[]', now())
                """
            do {
                try await story.http.transaction(as: visitor.databaseScope) { tx in _ = try tx.execute(forged) }
                leaks.insert("role written")
            } catch let error as PostgresError where error.refusal != nil {}  // that is the wall
            let changed = try await story.http.transaction(as: visitor.databaseScope) { tx in
                try tx.execute("UPDATE matching.role SET title = 'x' WHERE employer = \(MatchingStory.rival)")
            }
            if changed > 0, visitor != MatchingStory.employer(MatchingStory.rival) { leaks.insert("role changed") }
        }
        return leaks
    }

    private func run(_ body: (MatchingStory) async throws -> Void) async throws {
        try await MatchingStory.run { story in
            try await story.sql.execute(
                """
                CREATE FUNCTION matching.to_hex_tail(id uuid) RETURNS text LANGUAGE sql AS
                    $$ SELECT CASE WHEN right(id::text, 2) = '2c' THEN '44' ELSE right(id::text, 2) END $$;
                GRANT EXECUTE ON FUNCTION matching.to_hex_tail TO matching_http
                """)
            try await self.fill(story)
            try await body(story)
        }
    }

    @Test func `stands on every table with a college or an employer`() async throws {
        try await self.run { story in
            let found = try await story.sql.execute(
                """
                SELECT string_agg(DISTINCT c.relname, ',') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname IN ('college', 'employer', 'person') AND NOT a.attisdropped
                WHERE n.nspname = 'matching' AND c.relkind = 'r' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
                """)
            #expect(Set(found.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init)) == Self.open)
            #expect(try await self.leaks(story) == [])
        }
    }

    @Test(arguments: [
        ("employer ON matching.role USING (true)", "role"), ("employer ON matching.consent USING (true)", "consent"),
        ("employer ON matching.item USING (true)", "item"), ("employer ON matching.credential USING (true)", "credential"),
        ("employer ON matching.skill USING (true)", "skill"), ("post ON matching.role WITH CHECK (true)", "role written"),
        ("change ON matching.role USING (true) WITH CHECK (true)", "role changed"),
    ])
    func `that is opened at one place is noticed there`(policy: String, named: String) async throws {
        try await self.run { story in
            if named == "role changed" {
                // Seeing comes before changing.
                try await story.sql.execute("ALTER POLICY employer ON matching.role USING (true)")
                #expect(try await !self.leaks(story).contains(named))
            }
            try await story.sql.execute("ALTER POLICY \(policy)")
            #expect(try await self.leaks(story).contains(named))
        }
    }

    @Test func `has each of its policies opened by a test`() async throws {
        try await self.run { story in
            let policies = try await story.sql.execute(
                "SELECT count(*) FROM pg_policies WHERE schemaname = 'matching' AND 'matching_http' = ANY (roles)")
            #expect(policies.filter(\.isNumber) == "7")
            let rights = try await story.sql.execute(
                """
                SELECT count(*) FROM information_schema.table_privileges
                WHERE grantee LIKE 'matching\\_%' AND table_schema <> 'matching' OR grantee = 'PUBLIC' AND table_schema = 'matching'
                """)
            #expect(rights.filter(\.isNumber) == "0")
        }
    }
}
