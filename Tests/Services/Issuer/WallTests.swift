import Chassis
import CloudEvents
import Crypto
import Events
import HTTP
import JSON
import Observability
import Postgres
import TestSupport
import Testing

@testable import cairn_issuer

@Suite struct `The wall between colleges` {
    /// Tables with a college that hold nothing of anybody, or that the events login alone reads.
    private static let apart: Set<String> = ["outbox", "inbox_version", "parked"]

    /// Tables whose rows anybody may read.
    private static let open: Set<String> = ["achievement", "achievement_edition", "campus", "status_list"]

    @Test func `shows another college's staff nothing, and lets them do nothing`() async throws {
        try await IssuerStory.run { story in
            let achievement = try await story.achievement()
            let issued = try await story.issue(IssuerStory.order(achievement), key: "a")
            let id = try #require(issued.json["id"]?.string)
            let stranger = IssuerStory.staff(2)
            let path = "/issuer/api/v1/credentials/\(id)"
            #expect(try await story.send(.get, path).status == .ok)
            #expect(try await story.send(.get, path, as: stranger).status == .notFound)
            #expect(try await story.change(id, "revoke", as: stranger).status == .notFound)
            let order = try await story.issue(IssuerStory.order(achievement), key: "b", as: stranger)
            #expect(order.status == .unprocessableContent && order.code == "achievement-unknown")
            #expect(try await story.count("credential") == 1)
        }
    }

    @Test func `asks for a token, and for the scope of what is done`() async throws {
        try await IssuerStory.run { story in
            let achievement = try await story.achievement()
            let order = IssuerStory.order(achievement)
            let id = try #require(try await story.issue(order, key: "a").json["id"]?.string)
            func codes(_ answer: ReceivedResponse) throws -> String { "\(answer.status.code) \(answer.code ?? "")" }
            #expect(try codes(try await story.issue(order, key: "b", as: .anonymous)) == "401 sign-in-needed")
            #expect(try codes(try await story.send(.get, "/issuer/api/v1/credentials/\(id)", as: .anonymous)) == "401 sign-in-needed")
            let reader = IssuerStory.staff(1, ["something.else"])
            #expect(try codes(try await story.issue(order, key: "b", as: reader)) == "403 scope-missing")
            #expect(try codes(try await story.change(id, "revoke", as: IssuerStory.staff(1, ["credential.issue"]))) == "403 scope-missing")
            #expect(try await story.send(.get, "/issuer/api/v1/credentials/\(id)", as: reader).status == .notFound)
            let campus = try #require(UUIDValue("0192f0c1-2345-7abc-8def-0123456789ab"))
            let elsewhere = IssuerStory.staff(campuses: [campus])
            #expect(try codes(try await story.issue(order, key: "b", as: elsewhere)) == "403 other-campus")
            #expect(try await story.send(.get, "/issuer/api/v1/credentials/\(id)", as: elsewhere).status == .notFound)
        }
    }

    @Test func `shows a learner her own credential and no other's`() async throws {
        try await IssuerStory.run { story in
            let achievement = try await story.achievement()
            let own = try await story.issue(IssuerStory.order(achievement), key: "a").json
            let other = try await story.issue(IssuerStory.order(achievement, student: "S-101"), key: "b").json
            let person = try #require(own["person"]?.string.flatMap { UUIDValue($0) })
            let learner = Visitor.learner(college: 1, person: person)
            let path = "/issuer/api/v1/credentials/"
            #expect(try await story.send(.get, path + (own["id"]?.string ?? ""), as: learner).status == .ok)
            #expect(try await story.send(.get, path + (other["id"]?.string ?? ""), as: learner).status == .notFound)
        }
    }

    @Test func `stands on every table with a college`() async throws {
        try await IssuerStory.run { story in
            let found = try await story.sql.execute(
                """
                SELECT string_agg(c.relname, ',') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'college' AND NOT a.attisdropped
                WHERE n.nspname = 'issuer' AND c.relkind = 'r' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
                """)
            #expect(Set(found.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init)) == Self.apart)
        }
    }

    @Test func `has no grant across schemas, none to everybody, and no login of another service`() async throws {
        try await IssuerStory.run { story in
            let strangers = try await story.sql.execute(
                """
                SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) g
                LEFT JOIN pg_roles r ON r.oid = g.grantee
                WHERE (n.nspname = 'issuer') <> (coalesce(r.rolname, 'public') LIKE 'issuer\\_%')
                    AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
                """)
            #expect(strangers.filter(\.isNumber) == "0")
            let foreign = try await story.sql.execute(
                """
                SELECT count(*) FROM information_schema.table_privileges
                WHERE grantee IN ('issuer_http', 'issuer_events', 'issuer_check') AND table_schema <> 'issuer'
                """)
            #expect(foreign.filter(\.isNumber) == "0")
        }
    }

    @Test func `shows the events login the colleges of its slice alone`() async throws {
        try await IssuerStory.run { story in
            for (colleges, seen) in [([], []), ([1], [1]), ([1, 2], [1, 2])] as [([Int32], [Int32])] {
                let scope = colleges.isEmpty ? Scope.none : Scope.events(of: colleges.map { CollegeID($0) })
                let found = try await story.events.transaction(as: scope) { tx in
                    try tx.query("SELECT college FROM issuer.college ORDER BY college").decode((Int32).self)
                }
                #expect(found == seen)
            }
        }
    }

    @Test(arguments: [
        "SELECT 1 FROM outbox", "DELETE FROM credential", "UPDATE credential SET document = ''", "UPDATE credential SET person = id",
        "UPDATE achievement_edition SET name = ''", "UPDATE signing_key SET state = 'active'", "DELETE FROM idempotency_key",
        "UPDATE status_block SET entries = '{}'", "SELECT 1 FROM relay", "INSERT INTO college SELECT FROM college",
    ])
    func `lets the login of requests do only what it needs`(sql: String) async throws {
        try await IssuerStory.run { story in
            let answer = try await story.sql.execute(
                """
                DO $$ BEGIN SET LOCAL ROLE issuer_http; SET LOCAL search_path = issuer; EXECUTE $sql$\(sql)$sql$;
                EXCEPTION WHEN insufficient_privilege THEN CREATE TABLE public.refused (); END $$;
                SELECT to_regclass('public.refused')
                """)
            #expect(answer.contains("refused"))
        }
    }

    @Test func `is closed for every kind of visitor, and one that is opened is noticed`() async throws {
        try await IssuerStory.run { story in
            for college: Int32 in [1, 2] {
                let achievement = try await story.achievement(college)
                let issued = try await story.issue(IssuerStory.order(achievement), key: "a", as: IssuerStory.staff(college))
                #expect(issued.status == .created)
                try await story.openCampuses(college)
                let batch = try await story.upload(IssuerStory.file(0..<2) + "x\n", as: IssuerStory.staff(college))
                #expect(batch.json.counts == [2, 0, 1])
            }
            let closed = try await story.tablesWithCollege().subtracting(Self.apart).subtracting(Self.open)
            #expect(closed == Set(IssuerStory.closedTables.map(\.0)), "every closed table is looked at")
            #expect(try await story.leaks() == [])
            try await story.sql.execute("CREATE POLICY slip ON issuer.person_name FOR SELECT TO issuer_http USING (true)")
            #expect(try await story.leaks() == ["person_name"])
            try await story.sql.execute("ALTER TABLE issuer.credential NO FORCE ROW LEVEL SECURITY")
            try await story.sql.execute("ALTER TABLE issuer.credential DISABLE ROW LEVEL SECURITY")
            #expect(try await story.leaks() == ["credential", "person_name"])
        }
    }
}

extension IssuerStory {
    /// Every table whose rows are one college's alone, and a question that each login may ask of it.
    fileprivate static var closedTables: [(String, SQL)] {
        [
            ("college", "SELECT college FROM issuer.college"), ("signing_key", "SELECT college FROM issuer.signing_key"),
            ("person", "SELECT college FROM issuer.person"), ("person_name", "SELECT college FROM issuer.person_name"),
            ("status_block", "SELECT college FROM issuer.status_block LIMIT 5"), ("credential", "SELECT college FROM issuer.credential"),
            ("idempotency_key", "SELECT college FROM issuer.idempotency_key"), ("batch", "SELECT college FROM issuer.batch"),
            ("batch_item", "SELECT college FROM issuer.batch_item"), ("batch_fault", "SELECT college FROM issuer.batch_fault"),
            ("batch_award", "SELECT college FROM issuer.batch_award"),
            ("award_order", "SELECT college FROM issuer.award_order"), ("review", "SELECT college FROM issuer.review"),
        ]
    }

    fileprivate func tablesWithCollege() async throws -> Set<String> {
        let found = try await self.sql.execute(
            "SELECT string_agg(table_name, ',') FROM information_schema.columns WHERE table_schema = 'issuer' AND column_name = 'college'")
        return Set(found.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init))
    }

    /// The closed tables that show somebody a row which is not hers: without settings, as staff of college 1, as a learner whom nobody knows, as the process.
    fileprivate func leaks() async throws -> [String] {
        let staff = Self.staff(1).databaseScope
        let learner = Visitor.learner(college: 1, person: UUIDValue(high: 1, low: 1)).databaseScope
        let scopes: [(Scope, Int32?)] = [(.none, nil), (staff, 1), (learner, nil), (.process(of: CollegeID(1)), 1)]
        var leaks: Set<String> = []
        for (scope, own) in scopes {
            for (table, sql) in Self.closedTables {
                let colleges = try await self.http.transaction(as: scope) { tx in try tx.query(sql).decode((Int32).self) }
                if colleges.contains(where: { $0 != own }) { leaks.insert(table) }
            }
        }
        return leaks.sorted()
    }
}
