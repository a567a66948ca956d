import Chassis
import CloudEvents
import EventStack
import Events
import HTTP
import JSON
import PathwayEngine
import Postgres
import TestSupport
import Testing

@testable import cairn_pathway

@Suite struct `The wall between colleges, around pathways` {
    /// Tables with a college that hold nothing of anybody, or that the events login alone reads.
    private static let apart: Set<String> = ["outbox", "inbox_version", "parked"]
    /// Tables whose rows anybody may read.
    private static let open: Set<String> = ["issuer", "achievement", "pathway", "pathway_edition", "pathway_leaf"]
    /// Tables whose rows the login of requests does not read at all.
    private static let unread: Set<String> = ["person", "sweep", "turning"]

    @Test func `stands on every table with a college`() async throws {
        try await PathwayStory.run { story in
            let found = try await story.sql.execute(
                """
                SELECT string_agg(c.relname, ',') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'college' AND NOT a.attisdropped
                WHERE n.nspname = 'pathway' AND c.relkind = 'r' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
                """)
            #expect(story.names(found) == Self.apart)
            let all = try await story.sql.execute(
                "SELECT string_agg(table_name, ',') FROM information_schema.columns WHERE table_schema = 'pathway' AND column_name = 'college'"
            )
            let looked = Set(PathwayStory.closedTables.map(\.0))
            #expect(story.names(all) == Self.apart.union(Self.open).union(Self.unread).union(looked), "every table is looked at")
        }
    }

    @Test func `has no grant across schemas, and none to everybody`() async throws {
        try await PathwayStory.run { story in
            let foreign = try await story.sql.execute(
                """
                SELECT count(*) FROM information_schema.table_privileges
                WHERE (grantee LIKE 'pathway\\_%' AND table_schema <> 'pathway') OR (grantee = 'PUBLIC' AND table_schema = 'pathway')
                """)
            #expect(foreign.filter(\.isNumber) == "0")
        }
    }

    @Test(arguments: [
        "SELECT 1 FROM outbox", "SELECT 1 FROM person", "SELECT 1 FROM sweep", "DELETE FROM pathway", "UPDATE pathway SET code = ''",
        "UPDATE pathway_edition SET name = ''", "INSERT INTO credential SELECT FROM credential", "UPDATE progress SET share = 0",
        "UPDATE achievement SET name = ''", "SELECT 1 FROM relay",
        "INSERT INTO sweep (college, pathway, after) SELECT 1, id, id FROM pathway",
    ])
    func `lets the login of requests do only what it needs`(sql: String) async throws {
        try await PathwayStory.run { story in
            let answer = try await story.sql.execute(
                """
                DO $$ BEGIN SET LOCAL ROLE pathway_http; SET LOCAL search_path = pathway; EXECUTE $sql$\(sql)$sql$;
                EXCEPTION WHEN insufficient_privilege THEN CREATE TABLE public.refused (); END $$;
                SELECT to_regclass('public.refused')
                """)
            #expect(answer.contains("refused"))
        }
    }

    @Test func `shows a learner her own, staff the counts of their college, and others nothing`() async throws {
        try await PathwayStory.run { story in
            let (ada, eve) = (PathwayStory.learner(1), PathwayStory.learner(2))
            let far = PathwayStory.learner(1, 2)
            let id = try await story.publish("WELD", PathwayStory.leaf(1)).id
            try await story.arrive([story.credential(1, to: ada), story.credential(1, to: far)])
            func own(_ visitor: Visitor) async throws -> [String] {
                let answer = try await story.send(.get, "/progress", as: visitor)
                return answer.status == .ok ? (answer.json["progress"]?.array ?? []).map { _ in "one" } : answer.refusal
            }
            #expect(try await own(PathwayStory.visitor(ada)) == ["one"])
            #expect(try await own(PathwayStory.visitor(eve)) == [])
            #expect(try await own(PathwayStory.visitor(far)) == [], "the same pseudonym at another college is another person")
            #expect(try await own(.anonymous) == ["401 sign-in-needed"])
            #expect(try await own(PathwayStory.staff()) == ["403 other-visitor"])
            let path = "/pathways/\(id)"
            #expect(try await story.send(.get, path + "/summary", as: PathwayStory.staff()).json["begun"]?.int == 1)
            #expect(try await story.send(.get, path + "/summary", as: PathwayStory.staff(1, ["people.read"])).json["complete"]?.int == 1)
            #expect(try await story.send(.get, path + "/summary", as: PathwayStory.staff(2)).refusal == ["404 not-found"])
            #expect(try await story.send(.get, path + "/summary", as: PathwayStory.staff(1, ["x"])).refusal == ["403 scope-missing"])
            #expect(try await story.send(.get, path + "/summary", as: PathwayStory.visitor(ada)).refusal == ["403 other-visitor"])
            #expect(try await story.send(.get, path + "/progress", as: PathwayStory.visitor(far)).refusal == ["404 not-found"])
            #expect(try await story.send(.get, path + "/progress", as: PathwayStory.visitor(eve)).json["begun"]?.bool == false)
        }
    }

    @Test(arguments: [3, 4] as [UInt64])
    func `gives every visitor her own by every route, and nobody else's`(seed: UInt64) async throws {
        try await PathwayStory.run { story in
            var random = SeededRandom(seed)
            var ids: [String] = []
            for college: Int32 in [1, 2] {
                ids.append(
                    try await story.publish("WELD", .all([PathwayStory.leaf(1, college), PathwayStory.leaf(2, college)]), college).id)
            }
            // One slice holds learners of both colleges, with the same pseudonyms.
            let learners = [1, 2].flatMap { college in (1...4).map { PathwayStory.learner($0, college) } }
            let events = learners.map { story.credential(1 + random.next() % 2, to: $0) }
            try await story.arrive(events)
            let paths = story.routes.filter { $0.method == .get }.flatMap { route in
                ids.map { id in
                    route.path.split(separator: "/", omittingEmptySubsequences: false).map { $0.contains("{id") ? id : String($0) }
                        .joined(separator: "/")
                }
            }
            var own = 0
            let visitors = (0..<15).map { _ in PathwayStory.visitor(by: &random) } + learners.map(PathwayStory.visitor)
            for visitor in visitors {
                for path in Set(paths) {
                    let text = try await story.client.execute(path, headers: story.fields(visitor)).text
                    for (learner, event) in zip(learners, events) where text.contains(event.subject.description) {
                        #expect(visitor == PathwayStory.visitor(learner), "\(path) as \(visitor.kind)")
                        own += 1
                    }
                }
            }
            #expect(own >= 2 * learners.count, "in her list, and on her pathway")
        }
    }

    @Test func `shows the events login the colleges of its slice alone`() async throws {
        try await PathwayStory.run { story in
            try await story.arrive([story.credential(1, to: PathwayStory.learner(1)), story.credential(1, to: PathwayStory.learner(1, 2))])
            for colleges in [[], [1], [2], [1, 2]] as [[Int32]] {
                let scope = colleges.isEmpty ? Scope.none : PathwayStory.scope(colleges.map { CollegeID($0) })
                let found = try await story.events.transaction(as: scope) { transaction in
                    try transaction.query("SELECT college FROM pathway.credential ORDER BY college").decode((Int32).self)
                }
                #expect(found == colleges)
            }
        }
    }

    @Test(arguments: [1, 2] as [UInt64])
    func `is closed for every visitor, and each policy that is opened is noticed`(seed: UInt64) async throws {
        try await PathwayStory.run { story in
            var random = SeededRandom(seed)
            for college: Int32 in [1, 2] {
                _ = try await story.publish("WELD", .all([PathwayStory.leaf(1, college), PathwayStory.leaf(2, college)]), college)
                let learners = (1...4).map { PathwayStory.learner($0, college) }
                try await story.arrive(learners.flatMap { [story.credential(1, to: $0), story.credential(2, to: $0)] })
            }
            let visitors = (0..<30).map { _ in PathwayStory.visitor(by: &random) } + [PathwayStory.visitor(PathwayStory.learner(1))]
            #expect(try await story.leaks(visitors) == [])
            let policies = try await story.sql.execute(
                """
                SELECT string_agg(tablename || ':' || policyname, ',') FROM pg_policies
                WHERE schemaname = 'pathway' AND cmd IN ('ALL', 'SELECT') AND 'pathway_http' = ANY (roles)
                """)
            let closed = story.names(policies).filter { !Self.open.contains(String($0.prefix { $0 != ":" })) }
            #expect(closed.count == 4)
            for policy in closed.sorted() {
                let parts = policy.split(separator: ":").map(String.init)
                let before = try await story.sql.execute(
                    "SELECT pg_get_expr(polqual, polrelid) FROM pg_policy WHERE polname = '\(parts[1])' AND polrelid = 'pathway.\(parts[0])'::regclass"
                )
                try await story.sql.execute("ALTER POLICY \(parts[1]) ON pathway.\(parts[0]) USING (true)")
                #expect(try await story.leaks(visitors) == [parts[0]], "\(policy)")
                try await story.sql.execute(
                    "SET search_path = pathway; ALTER POLICY \(parts[1]) ON pathway.\(parts[0]) USING (\(before.split(separator: "\n").joined()))"
                )
            }
            #expect(try await story.leaks(visitors) == [])
        }
    }
}

extension PathwayStory {
    /// Every table that the login of requests reads and whose rows are somebody's, and a question that it may ask.
    fileprivate static var closedTables: [(String, SQL)] {
        [
            ("college", "SELECT college, NULL::uuid FROM pathway.college"),
            ("credential", "SELECT college, person FROM pathway.credential"),
            ("progress", "SELECT college, person FROM pathway.progress"),
        ]
    }

    fileprivate func names(_ list: String) -> Set<String> {
        Set(list.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init))
    }

    fileprivate static func visitor(by random: inout SeededRandom) -> Visitor {
        let college = Int32(1 + random.next() % 3)
        switch random.next() % 5 {
        case 0: return .anonymous
        case 1: return .employer(UUIDValue(high: 4, low: 4), scopes: ["match.read", "pathway.publish"])
        case 2: return Self.staff(college, random.next() % 2 == 0 ? ["pathway.publish"] : ["credential.issue"])
        case 3: return .shareLink(UUIDValue(high: 3, low: 1))
        default: return Self.visitor(Self.learner(1 + random.next() % 5, college))
        }
    }

    /// The closed tables that show some visitor a row which is not hers.
    fileprivate func leaks(_ visitors: [Visitor]) async throws -> [String] {
        var leaks: Set<String> = []
        for visitor in visitors {
            for (table, sql) in Self.closedTables {
                let rows = try await self.http.transaction(as: visitor.databaseScope) { transaction in
                    try transaction.query(sql).decode((Int32, UUIDValue?).self)
                }
                let isOwn = { (college: Int32, person: UUIDValue?) -> Bool in
                    switch visitor {
                    case .staff(let staff): staff.college == college && staff.scopes.contains("pathway.publish") && table != "credential"
                    case .learner(let own, let she): own == college && person == she
                    case .anonymous, .employer, .shareLink: false
                    }
                }
                if rows.contains(where: { !isOwn($0.0, $0.1) }) { leaks.insert(table) }
            }
        }
        return leaks.sorted()
    }
}
