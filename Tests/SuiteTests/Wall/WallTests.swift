import Chassis
import EventStack
import Glibc
import HTTP
import Messaging
import TestSupport
import Testing

/// Two colleges in one database, and everybody who might come by.
@Suite(.enabled(if: TestTier.isAll && StackRun.isWhole)) struct `The wall of the whole suite` {
    private static let seed = getenv("WALL_SEED").flatMap { UInt64(String(cString: $0)) } ?? 5
    private static let requests = 4_500

    @Test func `stands around every route, every reaction and every policy`() async throws {
        print("the wall: WALL_SEED=\(Self.seed), \(Self.requests) requests")
        try await WallStack.run { stack in
            try await self.checkGrants(stack)
            let people = try await WallPeople(stack)
            try await self.drive(stack, people)
            try await self.checkReactions(stack)
            for schema in ["matching", "pathway", "wallet"] { try await self.openPolicies(of: schema, stack) }
            try await self.openToRequests(stack, people)
        }
    }

    /// No login has a right in another service's schema, none is everybody's, and nobody is a member of anybody.
    private func checkGrants(_ stack: WallStack) async throws {
        let roles = WallStack.schemas.flatMap { schema in WallStack.logins.map { "\(schema.name)_\($0)" } }
        let list = roles.map { "'\($0)'" }.joined(separator: ", ")
        #expect(try await stack.number("SELECT count(*) FROM pg_roles WHERE rolname IN (\(list))") == 15)
        let strange = try await stack.rows(
            """
            SELECT r.rolname || ' ' || n.nspname || '.' || c.relname FROM pg_roles r, pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE r.rolname IN (\(list)) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                AND n.nspname <> split_part(r.rolname, '_', 1)
                AND CASE WHEN c.relkind = 'S' THEN has_sequence_privilege(r.oid, c.oid, 'USAGE, SELECT, UPDATE')
                    ELSE has_table_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
                        OR has_any_column_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE, REFERENCES') END
            UNION ALL SELECT r.rolname || ' may look into ' || n.nspname FROM pg_roles r, pg_namespace n
            WHERE r.rolname IN (\(list)) AND n.nspname = ANY (ARRAY['issuer', 'matching', 'pathway', 'verifier', 'wallet'])
                AND n.nspname <> split_part(r.rolname, '_', 1) AND has_schema_privilege(r.oid, n.oid, 'USAGE, CREATE')
            UNION ALL SELECT r.rolname || ' may make tables in ' || n.nspname FROM pg_roles r, pg_namespace n
            WHERE r.rolname IN (\(list)) AND n.nspname NOT LIKE 'pg\\_%' AND has_schema_privilege(r.oid, n.oid, 'CREATE')
            UNION ALL SELECT m.rolname || ' is a ' || r.rolname FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid
            JOIN pg_roles m ON m.oid = a.member WHERE r.rolname IN (\(list)) OR m.rolname IN (\(list))
            UNION ALL SELECT rolname || ' may pass by the policies' FROM pg_roles WHERE rolname IN (\(list)) AND (rolsuper OR rolbypassrls)
            """)
        #expect(strange == [])
        // What carries events: whoever answers requests adds to the outbox and reads nothing of it, and changes nothing of the rest.
        let carrying = try await stack.rows(
            """
            SELECT DISTINCT c.relname || ' ' || p.privilege FROM pg_roles r CROSS JOIN pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS p (privilege)
            WHERE r.rolname = n.nspname || '_http' AND c.relname IN ('outbox', 'relay', 'inbox', 'inbox_version', 'parked', 'member', 'topic')
                AND has_table_privilege(r.oid, c.oid, p.privilege) ORDER BY 1
            """)
        #expect(carrying == ["outbox INSERT"], "the rest is columns that say how far a reader is")
        let written = try await stack.rows(
            """
            SELECT DISTINCT c.relname FROM pg_roles r CROSS JOIN pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE r.rolname = n.nspname || '_http' AND c.relname IN ('relay', 'inbox', 'inbox_version', 'parked', 'member', 'topic')
                AND has_any_column_privilege(r.oid, c.oid, 'INSERT, UPDATE')
            """)
        #expect(written == [])
    }

    private func drive(_ stack: WallStack, _ people: WallPeople) async throws {
        let routes = try await WallRoute.all()
        var drive = try await WallDrive(stack, people, routes: routes, seed: Self.seed)
        let began = ContinuousClock.now
        try await drive.run(Self.requests)
        try await drive.insist(except: WallExpectation.shut)
        let report = drive.report
        print("\(report.requests) requests to \(routes.count) routes in \(ContinuousClock.now - began)")
        #expect(report.requests > 2_000)
        #expect(report.leaks == [], "\(report.leaks.prefix(5).joined(separator: "\n"))")
        let shut = Set(routes.map(\.description)).subtracting(report.welcomed.keys)
        #expect(shut == WallExpectation.shut, "every other route let somebody in")
        for (route, tables) in report.own.sorted(by: { $0.key < $1.key }) { print("\(route): \(tables.sorted().joined(separator: ", "))") }
        for (route, tables) in WallExpectation.own {
            #expect(report.own[route]?.isSuperset(of: tables) == true, "\(route) gave nobody her own: \(report.own[route] ?? [])")
        }
    }

    /// Each reader of each topic has applied something of both colleges, and what it keeps is whose it was at its origin.
    private func checkReactions(_ stack: WallStack) async throws {
        for topic in try WallStack.schemas[0].topics {
            for reader in topic.readers {
                let service = reader.prefix { $0 != "." }
                let applied = try await stack.number("SELECT count(*) FROM \(service).inbox_version WHERE consumer = '\(reader)'")
                #expect(applied > 0, "\(reader) has applied nothing of \(topic.topic)")
            }
        }
        for (name, question) in WallExpectation.copies {
            try await eventually("\(name) has all, and as it was") {
                let sums = try await stack.rows(question).first?.split(separator: "|").compactMap { Int($0) } ?? []
                // How many there are, how many copies of them, how many copies that are somebody else's.
                return sums.count == 3 && sums[0] > 0 && sums[0] == sums[1] && sums[2] == 0
            }
        }
        for schema in WallStack.schemas {
            #expect(try await stack.number("SELECT count(*) FROM \(schema.name).parked") == 0, "\(schema.name) has set nothing aside")
        }
    }

    /// The issuer's own tests do the same on its tables.
    private func openPolicies(of schema: String, _ stack: WallStack) async throws {
        let drive = PolicyDrive(stack.sql, schema: schema)
        // A queue is worked off first, if something waits in it still.
        try await eventually("each table of \(schema) holds something, but for its queues") {
            try await drive.emptyTables() == WallExpectation.empty[schema] ?? []
        }
        let report = try await drive.run()
        print("\(schema): \(report.opened.count) policies, \(report.opened.count - report.unseen.count) of them closed")
        let lookers = Set(report.opened.keys.filter { $0.hasSuffix(".looker") })
        #expect(report.unseen.subtracting(lookers) == WallExpectation.openPolicies[schema] ?? [], "\(schema)")
        let rights = report.open.filter { !$0.hasPrefix("\(schema)_check reads ") }
        #expect(rights == WallExpectation.openRights[schema] ?? [], "\(schema)")
    }

    /// Opens each policy by which requests read, asks the service's own pages and lists again, and sees the answers name rows of others.
    private func openToRequests(_ stack: WallStack, _ people: WallPeople) async throws {
        let routes = try await WallRoute.all().filter { $0.method == .get }
        let policies = try await stack.rows(
            """
            SELECT schemaname || '|' || tablename || '|' || policyname || '|' || replace(qual, E'\n', ' ') FROM pg_policies
            WHERE roles = ARRAY[schemaname || '_http']::name[] AND cmd IN ('ALL', 'SELECT') AND qual <> 'true' ORDER BY 1
            """)
        #expect(policies.count > 20)
        var unseen: Set<String> = []
        let began = ContinuousClock.now
        for policy in policies {
            let parts = policy.split(separator: "|", maxSplits: 3).map(String.init)
            let (schema, table, name, expression) = (parts[0], parts[1], parts[2], parts[3])
            try await stack.sql.execute("ALTER POLICY \(name) ON \(schema).\(table) USING (true)")
            let own = routes.filter { $0.service == schema }
            var drive = try await WallDrive(stack, people, routes: own, seed: Self.seed)
            try await drive.run(own.count * 8)
            try await stack.sql.execute("SET search_path = \(schema); ALTER POLICY \(name) ON \(table) USING (\(expression))")
            if drive.report.leaks.isEmpty { unseen.insert("\(schema).\(table).\(name)") }
        }
        print(
            "\(policies.count) policies opened to requests in \(ContinuousClock.now - began), \(policies.count - unseen.count) of them seen"
        )
        #expect(unseen.subtracting(WallExpectation.guardedTwice) == [])
    }
}
