import CloudEvents
import Events
import Messaging
import Observability
import Postgres

extension Transaction {
    /// Colleges in which something waits to be signed.
    borrowing func collegesWithWork() throws(PostgresError) -> [CollegeID] {
        let numbers = try self.query(
            """
            SELECT college FROM issuer.batch WHERE state = 'issuing'
            UNION SELECT college FROM issuer.award_order WHERE closed_at IS NULL AND credential IS NULL AND reason IS NULL
            ORDER BY college
            """
        ).decode((Int32).self)
        return numbers.map { CollegeID($0) }
    }

    /// Claims rows of a college's confirmed files: those that nobody has, or whose owner is dead. A member that has not joined claims nothing.
    borrowing func claimRows(
        of college: CollegeID, for member: UUIDValue, dead: Double, limit: Int
    ) throws(PostgresError) -> [WorkItem] {
        let rows = try self.query(
            """
            UPDATE issuer.batch_item i SET owner = \(member), epoch = i.epoch + 1
            FROM (
                SELECT b.id AS batch, w.line FROM issuer.batch b JOIN issuer.batch_item w ON w.college = b.college AND w.batch = b.id
                WHERE b.college = \(college.number) AND b.state = 'issuing' AND w.state = 'ready'
                    AND (w.owner IS NULL OR w.owner = \(member) OR NOT EXISTS (SELECT FROM issuer.member m
                        WHERE m.id = w.owner AND m.seen_at > clock_timestamp() - make_interval(secs => \(dead))))
                ORDER BY w.batch, w.line LIMIT \(limit) FOR UPDATE OF w SKIP LOCKED) AS free
            WHERE i.college = \(college.number) AND i.batch = free.batch AND i.line = free.line
                AND EXISTS (SELECT FROM issuer.member WHERE id = \(member))
            RETURNING i.batch, i.line, i.epoch, i.person, i.student_hash, i.campus, i.achievement, i.edition, i.completed_on::text, i.details
            """
        ).decode((UUIDValue, Int32, Int64, UUIDValue, [UInt8], UUIDValue, UUIDValue, Int32, String, [UInt8]?).self)
        return rows.map { row in
            WorkItem(
                source: .row(BatchID(row.0), line: Int(row.1)), epoch: row.2, person: PersonID(row.3), studentHash: row.4,
                campus: CampusID(row.5), achievement: AchievementEdition(AchievementID(row.6), edition: Int(row.7)), completedOn: row.8,
                details: row.9, earnedBy: [])
        }
    }

    /// Closes rows that this member has claimed and nobody since, and counts them. Fewer than these: `SliceFenced`.
    ///
    /// What is asked of a row beside its key stands in one expression: by itself each seems to PostgreSQL to leave one row, which it then compares
    /// with all 500 of the slice, for each of them.
    borrowing func closeRows(_ finished: [FinishedItem], of college: CollegeID, by member: UUIDValue, at time: WallTime) throws {
        let rows = finished.compactMap { item -> (item: FinishedItem, batch: BatchID, line: Int)? in
            if case .row(let batch, let line) = item.item.source { (item, batch, line) } else { nil }
        }
        if rows.isEmpty { return }
        let closed = try self.execute(
            """
            UPDATE issuer.batch_item i SET state = done.state, credential = done.credential, reason = done.reason, details = NULL
            FROM unnest(\(rows.map(\.batch.value))::uuid[], \(rows.map { Int32(clamping: $0.line) })::int[],
                \(rows.map(\.item.item.epoch))::bigint[], \(rows.map(\.item.state))::text[], \(rows.map(\.item.credential?.value))::uuid[],
                \(rows.map(\.item.reason))::text[]) AS done (batch, line, epoch, state, credential, reason)
            WHERE i.college = \(college.number) AND i.batch = done.batch AND i.line = done.line
                AND coalesce(i.state = 'ready' AND i.owner = \(member) AND i.epoch = done.epoch, false)
            """)
        guard closed == rows.count else { throw SliceFenced() }
        for batch in Set(rows.map(\.batch)).sorted() {
            let states = rows.filter { $0.batch == batch }.map(\.item.state)
            func count(_ state: String) -> Int32 { Int32(clamping: states.count { $0 == state }) }
            let (issued, held, failed) = (count("issued"), count("held"), count("failed"))
            try self.execute(
                """
                UPDATE issuer.batch SET issued = issued + \(issued), held = held + \(held), ready = ready - \(held),
                    failed = failed + \(failed), changed_at = \(time),
                    state = CASE WHEN issued + \(issued) + failed + \(failed) = ready - \(held) THEN 'done' ELSE state END
                WHERE college = \(college.number) AND id = \(batch.value)
                """)
        }
    }
}
