import Chassis
import CloudEvents
import Events
import HTTP
import JSON
import Messaging
import Observability
import Postgres
import TestSupport
import Testing

@testable import cairn_issuer

@Suite struct `The questions that the issuer asks of 100,000 credentials` {
    private static let registrar = IssuerStory.staff(
        1, ["achievement.publish", "campus.write", "credential.issue", "credential.revoke", "review.decide"])
    /// The most rows that one step of a plan may give or look at in vain: a slice of 500, and the few rows around each.
    private static let rowLimit = 2_600

    /// What each question is for, and how it begins or what it holds.
    private static let questions = [
        ("a repeated request", "FROM issuer.idempotency_key WHERE"), ("a request's key", "INSERT INTO issuer.idempotency_key"),
        ("a learner by her number", "SELECT person FROM issuer.person WHERE"), ("a learner, kept", "INSERT INTO issuer.person "),
        ("a credential", "WHERE c.id = $1"), ("a credential, locked", "FOR UPDATE OF c"),
        ("a list of credentials", "ORDER BY c.issued_at DESC"),
        ("one live credential a row, one by one", "INSERT INTO issuer.credential (college"),
        ("a state", "UPDATE issuer.credential SET state"),
        ("what is held already", "LEFT JOIN issuer.credential c"), ("rows of a file", "INSERT INTO issuer.batch_item"),
        ("what was taken back", "WHERE EXISTS (SELECT FROM issuer.credential c"), ("left out", "DELETE FROM issuer.batch_item i USING"),
        ("repeated rows", "JOIN issuer.batch_item i ON"), ("who a file speaks of", "SELECT student_hash, person FROM issuer.person"),
        ("wrong rows", "FROM issuer.batch_fault WHERE batch"),
        ("batches", "OR (added_at, id) <"), ("a refused file", "DELETE FROM issuer.batch_item WHERE batch"),
        ("files that broke off", "FROM issuer.batch WHERE state = 'checking'"), ("who has work", "SELECT college FROM issuer.batch WHERE"),
        ("claiming rows", "UPDATE issuer.batch_item i SET owner"), ("closing rows", "UPDATE issuer.batch_item i SET state"),
        ("claiming awards", "UPDATE issuer.award_order o SET owner"), ("closing awards", "UPDATE issuer.award_order o SET credential"),
        ("who holds an award", "SELECT c.person, c.achievement FROM issuer.credential c"),
        ("awards that end", "UPDATE issuer.award_order o SET closed_at"), ("awards to ask about", "INSERT INTO issuer.review"),
        ("awards to order", "INSERT INTO issuer.award_order"), ("orders", "FROM issuer.award_order ORDER BY ordered_at DESC"),
        ("reviews", "FROM issuer.review ORDER BY decided_at"), ("a review", "FROM issuer.review WHERE id"),
        ("a block of a status list", "UPDATE issuer.status_block SET leased_by"), ("a bit", "SET bits = set_bit"),
        ("who has lists to tell of", "SELECT DISTINCT college FROM issuer.status_list"), ("lists told", "AND NOT is_told AND told_at"),
        ("a status list", "FROM issuer.status_list WHERE id"), ("achievements", "FROM issuer.achievement a JOIN"),
    ]

    @Test(.enabled(if: TestTier.isAll)) func `read no big table from end to end, and few rows in vain`() async throws {
        try await IssuerStory.run(preparing: { try await $0.writeDownPlans(of: ["issuer_http", "issuer_events"]) }) { story in
            try await story.fillWithYears()
            try await self.ask(story)
            let counted = try await story.sql.execute(
                """
                SELECT string_agg(relname, ',') FROM pg_class
                WHERE relnamespace = 'issuer'::regnamespace AND relkind = 'r' AND reltuples >= 5000
                """)
            let big = Set(counted.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init))
            #expect(
                big == ["person", "person_name", "credential", "idempotency_key", "batch_item", "batch_fault", "award_order", "review"])
            let plans = try story.sql.plans().filter { $0.role.hasPrefix("issuer_") }
            #expect(plans.count > 100)
            for (name, part) in Self.questions {
                let found = plans.filter { $0.statement.contains(part) }
                #expect(!found.isEmpty, "\(name): nobody asked")
                let (most, slowest) = (found.map(\.mostRows).max() ?? 0, found.map(\.milliseconds).max() ?? 0)
                print("\(name): \(found.count) times, at most \(slowest) ms and \(most) rows in a step")
            }
            for plan in plans where !plan.tablesReadWhole.isDisjoint(with: big) || plan.mostRows > Self.rowLimit {
                // To go through 25,000 learners once costs no more than to look 500 up, and that is what it does until they are more.
                if plan.statement.hasPrefix("SELECT student_hash, person FROM issuer.person"), plan.mostRows < 30_000 { continue }
                Issue.record("\(plan.statement)\n\(plan.plan.joined(separator: "\n"))")
            }
        }
    }

    /// Every request and every round of work that asks something of a table that grows.
    private func ask(_ story: IssuerStory) async throws {
        let api = "/issuer/api/v1"
        func get(_ path: String) async throws -> JSON {
            let answer = try await story.send(.get, api + path, as: Self.registrar)
            #expect(answer.status == .ok, "\(path): \(answer.text)")
            return answer.json
        }
        // Twelve times: from the sixth on, the server may use a plan that it has made for any values.
        let one = try await story.sql.execute("SELECT id FROM issuer.achievement WHERE college = 1 AND code = 'A-7'")
        let achievement = try #require(one.split(whereSeparator: \.isWhitespace).first.map(String.init))
        for n in 0..<12 {
            let order = IssuerStory.order(achievement, student: "N-\(n)")
            let issued = try await story.issue(order, key: "k\(n)", as: Self.registrar)
            #expect(issued.status == .created)
            #expect(try await story.issue(order, key: "k\(n)", as: Self.registrar).json == issued.json)
            #expect(try await story.issue(order, key: "again-\(n)", as: Self.registrar).status == .conflict)
            let id = issued.json["id"]?.string ?? ""
            #expect(try await get("/credentials/\(id)") == issued.json)
            for change in ["suspend", "reinstate", "revoke"] {
                #expect(try await story.change(id, change, as: Self.registrar).status == .ok)
            }
            #expect(try await get("/credentials?student_id=N-\(n)")["credentials"]?.array?.count == 1)
            #expect(try await get("/credentials?achievement=A-\(n + 1)")["credentials"]?.array?.count == 100)
            #expect(try await get("/credentials?achievement=\(achievement)&student_id=N-\(n)")["credentials"]?.array?.count == 1)
            _ = try await get("/achievements?college=1&code=A-\(n)")
            #expect(try await get("/batches")["batches"]?.array?.count == 100)
            let batches = try await story.sql.execute("SELECT id FROM issuer.batch WHERE college = 1 LIMIT 1 OFFSET \(n)")
            let batch = batches.filter { !$0.isWhitespace }
            #expect(try await get("/batches/\(batch)")["wrong"]?.int == 250)
            #expect(try await get("/batches/\(batch)/problems?after=300")["problems"]?.array?.count == 100)
            #expect(try await get("/award-orders")["awardOrders"]?.array?.count == 100)
            let review = try #require(try await get("/reviews")["reviews"]?[n]?["id"]?.string)
            let wish: JSON = ["decision": n % 2 == 0 ? "keep" : "take-back", "reason": "It is so."]
            #expect(try await story.send(.post, "\(api)/reviews/\(review)/decide", as: Self.registrar, wish).status == .ok)
        }
        try await self.askInSlices(story)
    }

    private func askInSlices(_ story: IssuerStory) async throws {
        let worker = try await story.worker(1)
        for n in 0..<7 {
            let file = IssuerStory.file(n * 600..<(n + 1) * 600 + 50) + "F-\(n),NV,WELD-101,2026-05-30\nF-\(n),NV,WELD-101,2026-05-30\nx\n"
            let batch = try await story.upload(file).json
            #expect(batch.counts == (n == 0 ? [651, 0, 2] : [601, 50, 2]), "\(batch)")
            #expect(try await story.confirm(batch, by: worker)["state"] == "done")
            #expect(try await story.upload(IssuerStory.file(9_000..<9_600) + "\u{0}").code == "file-refused")
            let left = try await story.upload(IssuerStory.file(8_000..<8_600)).json["id"]?.string ?? ""
            try await story.sql.execute(
                "UPDATE issuer.batch SET state = 'checking', changed_at = now() - interval '1 hour' WHERE id = '\(left)'")
            try await worker.giveUp()
            #expect(try await story.send(.get, "\(IssuerStory.batches)/\(left)").json["state"] == "refused")
            try await story.sql.execute(
                """
                UPDATE issuer.credential SET state = 'revoked' WHERE id IN (SELECT credential FROM issuer.batch_item
                    WHERE batch = '\(batch["id"]?.string ?? "")' AND credential IS NOT NULL ORDER BY line LIMIT 50)
                """)
            let again = try await story.upload(file).json
            #expect(again["takenBack"]?.int == 50 && again["ready"]?.int == 50)
            let path = "\(IssuerStory.batches)/\(again["id"]?.string ?? "")/issue?taken_back=leave"
            #expect(try await story.send(.post, path).json["state"] == "done")
        }
        let people = try await story.sql.execute(
            "SELECT person FROM issuer.person WHERE octet_length(student) > 1 ORDER BY person LIMIT 200"
        )
        .split(whereSeparator: \.isWhitespace).compactMap { PersonID(String($0)) }
        let code = try await story.sql.execute("SELECT id FROM issuer.achievement WHERE college = 1 AND code = 'A-9'")
        let award = try #require(AchievementID(code.filter { !$0.isWhitespace }))
        for n in 0..<7 {
            // Of those that are complete first, half are complete no more.
            for isComplete in [true, false] {
                let states = people[n * 25..<(n + 1) * 25].enumerated().filter { isComplete || $0.offset % 2 == 0 }.map { place, person in
                    ProgressState(
                        progress: ProgressID(UUIDValue(high: 5, low: UInt64(place))), college: CollegeID(1), person: person,
                        pathway: .init(PathwayID(UUIDValue(high: 6, low: 1)), edition: 1), share: isComplete ? 10_000 : 1,
                        complete: isComplete, award: AchievementEdition(award, edition: 1), earnedBy: [])
                }
                try await story.events.transaction(as: .events(of: [CollegeID(1)])) { tx in
                    try tx.withdraw(states.filter { !$0.complete }, at: WallTime.now())
                    try tx.order(states.filter(\.complete), at: WallTime.now())
                }
                while try await worker.round() {}
            }
        }
        let telling = TellingStatusLists(
            database: story.events, site: Site(origin: IssuerStory.origin),
            logger: Logger(label: "t", level: .error, handler: JSONLogHandler()),
            now: { WallTime.now() + .seconds(10) })
        try await telling.tell()
        let lists = try await story.sql.execute("SELECT id FROM issuer.status_list").split(whereSeparator: \.isWhitespace)
        for list in lists { #expect(try await story.send(.get, "/issuer/status/\(list)", as: .anonymous).status == .ok) }
    }
}
