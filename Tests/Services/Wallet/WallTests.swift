import Chassis
import CloudEvents
import Events
import HTTP
import JSON
import Postgres
import TestSupport
import Testing

@testable import cairn_wallet

@Suite struct `The wallet's wall` {
    /// Tables of Messaging's, in which only ids stand; the events login alone reads them, across colleges.
    private static let apart: Set<String> = ["outbox", "inbox_version", "parked"]

    /// Tables whose rows anybody may read.
    private static let open: Set<String> = ["issuer", "status_list", "achievement", "pathway", "role"]

    @Test func `stands on every table with a college`() async throws {
        try await WalletStory.run { story in
            let found = try await story.names(
                """
                SELECT string_agg(c.relname, ',') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'college' AND NOT a.attisdropped
                WHERE n.nspname = 'wallet' AND c.relkind = 'r' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
                """)
            #expect(found == Self.apart)
            let all = try await story.names(
                "SELECT string_agg(table_name, ',') FROM information_schema.columns WHERE table_schema = 'wallet' AND column_name = 'college'"
            )
            #expect(all.subtracting(Self.apart).subtracting(Self.open) == Set(WallStory.tables))
        }
    }

    @Test func `has no grant across schemas, none to everybody, and no login of another service`() async throws {
        try await WalletStory.run { story in
            let strangers = try await story.sql.execute(
                """
                SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) g
                LEFT JOIN pg_roles r ON r.oid = g.grantee
                WHERE ((n.nspname = 'wallet' AND coalesce(r.rolname, 'public') NOT LIKE 'wallet\\_%')
                    OR (n.nspname <> 'wallet' AND r.rolname LIKE 'wallet\\_%'))
                """)
            #expect(strangers.filter(\.isNumber) == "0")
        }
    }

    @Test(arguments: [
        "SELECT 1 FROM outbox", "DELETE FROM item", "UPDATE item SET state = 'active'", "INSERT INTO item SELECT * FROM item",
        "UPDATE consent SET until = now()", "UPDATE consent SET person = id", "DELETE FROM consent", "UPDATE share_link SET until = now()",
        "UPDATE share_link SET digest = ''", "DELETE FROM share_item", "UPDATE issuer SET name = 'x'", "SELECT data FROM parked",
        "UPDATE progress SET share = 1", "SELECT 1 FROM relay",
    ])
    func `lets the login of requests do only what it needs`(sql: String) async throws {
        try await WalletStory.run { story in
            let answer = try await story.sql.execute(
                """
                DO $$ BEGIN SET LOCAL ROLE wallet_http; SET LOCAL search_path = wallet; EXECUTE $sql$\(sql)$sql$;
                EXCEPTION WHEN insufficient_privilege THEN CREATE TABLE public.refused (); END $$;
                SELECT to_regclass('public.refused')
                """)
            #expect(answer.contains("refused"))
        }
    }

    @Test func `shows every visitor her own rows, all of them, and nobody else's`() async throws {
        try await WalletStory.run { story in
            let wall = try await WallStory(story)
            for visitor in wall.visitors {
                for table in WallStory.tables {
                    let seen = try await wall.owners(of: table, as: visitor)
                    #expect(seen.isSubset(of: visitor.own), "\(visitor.name) sees \(table) of \(seen.subtracting(visitor.own))")
                    if visitor.sees.contains(table) { #expect(seen == visitor.own, "\(visitor.name) misses her \(table)") }
                    if !visitor.sees.contains(table) { #expect(seen.isEmpty, "\(visitor.name) sees \(table)") }
                }
            }
        }
    }

    @Test(arguments: WallStory.tables)
    func `that is opened at one table is noticed there`(table: String) async throws {
        try await WalletStory.run { story in
            let wall = try await WallStory(story)
            #expect(try await wall.leaks().isEmpty)
            try await story.sql.execute("CREATE POLICY slip ON wallet.\(table) TO wallet_http USING (true) WITH CHECK (true)")
            let leaks = try await wall.leaks()
            #expect(leaks.contains(table), "\(leaks)")
        }
    }

    @Test func `whose every policy is opened in turn is seen through`() async throws {
        try await WalletStory.run { story in
            let policies = try await story.names(
                """
                SELECT string_agg(tablename || '.' || policyname, ',') FROM pg_policies
                WHERE schemaname = 'wallet' AND 'wallet_http' = ANY (roles) AND cmd IN ('ALL', 'SELECT') AND policyname <> 'everybody'
                """)
            #expect(policies.count >= 8)
            let wall = try await WallStory(story)
            for policy in policies.sorted() {
                let parts = policy.split(separator: ".").map(String.init)
                let before = try await story.sql.execute(
                    "SELECT qual FROM pg_policies WHERE schemaname = 'wallet' AND tablename = '\(parts[0])' AND policyname = '\(parts[1])'")
                try await story.sql.execute("ALTER POLICY \(parts[1]) ON wallet.\(parts[0]) USING (true)")
                #expect(try await wall.leaks().contains(parts[0]), "\(policy)")
                try await story.sql.execute(
                    "SET search_path = wallet; ALTER POLICY \(parts[1]) ON wallet.\(parts[0]) USING (\(Self.expression(before)))")
                #expect(try await wall.leaks().isEmpty, "\(policy) is closed again")
            }
        }
    }

    @Test func `lets nobody write a row that is somebody else's`() async throws {
        try await WalletStory.run { story in
            let (one, two) = (story.learner(), story.learner(1, of: 2))
            guard case .learner(_, let stranger) = two else { return }
            let id = UUIDValue(high: 9, low: 9)
            await #expect(throws: PostgresError.self) {
                try await story.http.transaction(as: one.databaseScope) { tx in
                    try tx.execute(
                        """
                        INSERT INTO consent (college, id, person, employer, purpose, what, until, granted_at, changed_at)
                        VALUES (2, \(id), \(stranger), \(id), 'matching', '{skills}', now() + interval '1 day', now(), now())
                        """)
                }
            }
            let item = UUIDValue(try await story.item(3, of: story.learner(2)))
            let made = try await story.share([try await story.item(of: one)], as: one)
            let link = UUIDValue(made.json["id"]?.string ?? "")
            await #expect(throws: PostgresError.self) {
                try await story.http.transaction(as: one.databaseScope) { tx in
                    try tx.execute("INSERT INTO share_item (college, link, place, item) VALUES (1, \(link), 2, \(item))")
                }
            }
            #expect(try await story.published(.consent).isEmpty)
        }
    }

    /// The expression in what the superuser reads.
    private static func expression(_ answer: String) -> String {
        answer.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
