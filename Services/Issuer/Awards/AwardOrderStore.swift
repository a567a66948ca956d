import CloudEvents
import Events
import Messaging
import Observability
import Postgres

extension Transaction {
    /// Orders the awards of pathways that are complete: of those that the learner does not hold and that are not ordered yet. An open question
    /// about one ends, and one that was kept may be asked about again.
    borrowing func order(_ complete: [ProgressState], at time: WallTime) throws(PostgresError) {
        let awards = complete.compactMap { state in state.award.map { (state: state, award: $0) } }
        if awards.isEmpty { return }
        let states = awards.map(\.state)
        try self.execute(
            """
            UPDATE issuer.review r SET decision = 'ended', decided_at = \(time) FROM issuer.award_order o, \(Self.places(of: states))
            WHERE o.college = place.college AND o.person = place.person AND o.pathway = place.pathway AND o.closed_at IS NULL
                AND r.college = o.college AND r.award_order = o.id AND r.decided_at IS NULL
            """)
        try self.execute(
            """
            UPDATE issuer.award_order o SET is_kept = false FROM \(Self.places(of: states))
            WHERE o.college = place.college AND o.person = place.person AND o.pathway = place.pathway AND o.closed_at IS NULL AND o.is_kept
            """)
        let earnedBy = states.map { "{" + $0.earnedBy.map(\.description).joined(separator: ",") + "}" }
        try self.execute(
            """
            INSERT INTO issuer.award_order
                (college, person, pathway, pathway_edition, achievement, edition, earned_by, completed_on, ordered_at)
            SELECT college, person, pathway, pathway_edition, achievement, edition, earned_by::uuid[], (\(time) AT TIME ZONE 'UTC')::date, \(time)
            FROM unnest(\(states.map(\.college.number))::int[], \(states.map(\.person.value))::uuid[],
                \(states.map(\.pathway.id.value))::uuid[], \(states.map { Int32(clamping: $0.pathway.edition) })::int[],
                \(awards.map(\.award.id.value))::uuid[], \(awards.map { Int32(clamping: $0.award.edition) })::int[], \(earnedBy)::text[])
                AS place (college, person, pathway, pathway_edition, achievement, edition, earned_by)
            WHERE NOT EXISTS (SELECT FROM issuer.credential c WHERE c.college = place.college AND c.person = place.person
                AND c.achievement = place.achievement AND c.state <> 'revoked')
            ORDER BY college, person, pathway
            ON CONFLICT (college, person, pathway, achievement) WHERE closed_at IS NULL DO NOTHING
            """)
    }

    /// Closes unsigned orders of pathways that are not complete, and opens a question about each award that stands.
    borrowing func withdraw(_ incomplete: [ProgressState], at time: WallTime) throws(PostgresError) {
        if incomplete.isEmpty { return }
        try self.execute(
            """
            UPDATE issuer.award_order o SET closed_at = \(time), reason = coalesce(reason, 'The pathway is complete no more')
            FROM \(Self.places(of: incomplete))
            WHERE o.college = place.college AND o.person = place.person AND o.pathway = place.pathway
                AND o.closed_at IS NULL AND o.credential IS NULL
            """)
        try self.execute(
            """
            INSERT INTO issuer.review (college, award_order, person, achievement, credential, opened_at)
            SELECT o.college, o.id, o.person, o.achievement, o.credential, \(time)
            FROM issuer.award_order o JOIN \(Self.places(of: incomplete))
                ON o.college = place.college AND o.person = place.person AND o.pathway = place.pathway
            JOIN issuer.credential c ON c.college = o.college AND c.id = o.credential AND c.state <> 'revoked'
            WHERE o.closed_at IS NULL AND NOT o.is_kept
            ORDER BY o.college, o.id ON CONFLICT (college, credential) WHERE decided_at IS NULL DO NOTHING
            """)
    }

    /// Claims a college's orders that wait, as rows of files are claimed.
    borrowing func claimOrders(
        of college: CollegeID, for member: UUIDValue, dead: Double, limit: Int
    ) throws(PostgresError) -> [WorkItem] {
        let rows = try self.query(
            """
            UPDATE issuer.award_order o SET owner = \(member), epoch = o.epoch + 1
            FROM (
                SELECT w.id FROM issuer.award_order w
                WHERE w.college = \(college.number) AND w.closed_at IS NULL AND w.credential IS NULL AND w.reason IS NULL
                    AND (w.owner IS NULL OR w.owner = \(member) OR NOT EXISTS (SELECT FROM issuer.member m
                        WHERE m.id = w.owner AND m.seen_at > clock_timestamp() - make_interval(secs => \(dead))))
                ORDER BY w.id LIMIT \(limit) FOR UPDATE SKIP LOCKED) AS free
            WHERE o.college = \(college.number) AND o.id = free.id AND EXISTS (SELECT FROM issuer.member WHERE id = \(member))
            RETURNING o.id, o.epoch, o.person, o.achievement, o.edition, o.completed_on::text, o.earned_by,
                (SELECT p.student_hash FROM issuer.person p WHERE p.college = o.college AND p.person = o.person AND p.student IS NOT NULL
                    ORDER BY p.added_at DESC, p.student_hash LIMIT 1)
            """
        ).decode((UUIDValue, Int64, UUIDValue, UUIDValue, Int32, String, [UUIDValue], [UInt8]?).self)
        let numbers = try self.numbers(of: rows.compactMap(\.7), college: college)
        return rows.map { row in
            WorkItem(
                source: .order(AwardOrderID(row.0)), epoch: row.1, person: PersonID(row.2), studentHash: row.7, campus: nil,
                achievement: AchievementEdition(AchievementID(row.3), edition: Int(row.4)), completedOn: row.5,
                details: row.7.flatMap { numbers[$0] }, earnedBy: row.6.map { CredentialID($0) })
        }
    }

    /// Closes or completes orders that this member has claimed and that are open still. Fewer than these: `SliceFenced`.
    borrowing func closeOrders(_ finished: [FinishedItem], of college: CollegeID, by member: UUIDValue, at time: WallTime) throws {
        let orders = finished.compactMap { item -> (item: FinishedItem, id: AwardOrderID)? in
            if case .order(let id) = item.item.source { (item, id) } else { nil }
        }.sorted { $0.id < $1.id }
        if orders.isEmpty { return }
        let closed = try self.execute(
            """
            UPDATE issuer.award_order o SET credential = done.credential, reason = done.reason,
                closed_at = CASE WHEN done.state = 'held' THEN \(time)::timestamptz END
            FROM unnest(\(orders.map(\.id.value))::uuid[], \(orders.map(\.item.item.epoch))::bigint[], \(orders.map(\.item.state))::text[],
                \(orders.map(\.item.credential?.value))::uuid[], \(orders.map(\.item.reason))::text[])
                AS done (id, epoch, state, credential, reason)
            WHERE o.college = \(college.number) AND o.id = done.id
                AND coalesce(o.closed_at IS NULL AND o.credential IS NULL AND o.owner = \(member) AND o.epoch = done.epoch, false)
            """)
        guard closed == orders.count else { throw SliceFenced() }
    }

    /// Locks the claimed orders of a slice, so that none is withdrawn while it is issued. Fewer that are open: `SliceFenced`.
    borrowing func lockOrders(_ items: [WorkItem], of college: CollegeID, by member: UUIDValue) throws {
        let ids = items.compactMap { item -> UUIDValue? in if case .order(let id) = item.source { id.value } else { nil } }
        if ids.isEmpty { return }
        let open = try self.query(
            """
            SELECT id FROM issuer.award_order WHERE college = \(college.number) AND id = ANY (\(ids)::uuid[]) AND closed_at IS NULL
                AND credential IS NULL AND owner = \(member) ORDER BY id FOR UPDATE
            """)
        guard open.count == ids.count else { throw SliceFenced() }
    }

    /// Which of these people hold an achievement already, on whatever day.
    borrowing func holders(of items: [WorkItem], college: CollegeID) throws(PostgresError) -> Set<AwardHolding> {
        if items.isEmpty { return [] }
        return Set(
            try self.query(
                """
                SELECT c.person, c.achievement FROM issuer.credential c
                JOIN unnest(\(items.map(\.person.value))::uuid[], \(items.map(\.achievement.id.value))::uuid[]) AS item (person, achievement)
                    ON c.person = item.person AND c.achievement = item.achievement
                WHERE c.college = \(college.number) AND c.state <> 'revoked'
                """
            ).decode((UUIDValue, UUIDValue).self).map { AwardHolding(person: PersonID($0.0), achievement: AchievementID($0.1)) })
    }

    private borrowing func numbers(of hashes: [[UInt8]], college: CollegeID) throws(PostgresError) -> [[UInt8]: [UInt8]] {
        if hashes.isEmpty { return [:] }
        let rows = try self.query(
            """
            SELECT student_hash, student FROM issuer.person
            WHERE college = \(college.number) AND student_hash = ANY (\(hashes)::bytea[]) AND student IS NOT NULL
            """
        ).decode(([UInt8], [UInt8]).self)
        return Dictionary(rows.map { ($0.0, $0.1) }, uniquingKeysWith: { first, _ in first })
    }

    private static func places(of states: [ProgressState]) -> SQL {
        """
        unnest(\(states.map(\.college.number))::int[], \(states.map(\.person.value))::uuid[], \(states.map(\.pathway.id.value))::uuid[])
            AS place (college, person, pathway)
        """
    }
}

/// That somebody holds an achievement.
struct AwardHolding: Sendable, Hashable {
    let person: PersonID
    let achievement: AchievementID
}
