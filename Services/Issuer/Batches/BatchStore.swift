import CloudEvents
import Events
import Messaging
import Observability
import Postgres

extension Transaction {
    /// Begins a batch. `campuses` are those of whoever hands it in; none stand for the whole college.
    borrowing func begin(
        _ batch: BatchID, named fileName: String?, college: CollegeID, campuses: [UUIDValue], at time: WallTime
    ) throws(PostgresError) {
        try self.execute(
            """
            INSERT INTO issuer.batch (college, id, campuses, file_name, added_at, changed_at)
            VALUES (\(college.number), \(batch.value), \(campuses.isEmpty ? nil : campuses), \(fileName), \(time), \(time))
            """)
    }

    /// A batch that this visitor may see; nil when there is none.
    borrowing func batch(_ id: BatchID) throws(PostgresError) -> Batch? {
        try self.query("SELECT \(Batch.columns) FROM issuer.batch WHERE id = \(id.value)").first?.batch()
    }

    /// The newest batches that this visitor may see, after one that is known already.
    borrowing func batches(after: BatchID? = nil, limit: Int) throws(PostgresError) -> [Batch] {
        var batches: [Batch] = []
        let rows = try self.query(
            """
            SELECT \(Batch.columns) FROM issuer.batch
            WHERE \(after?.value)::uuid IS NULL
                OR (added_at, id) < (SELECT known.added_at, known.id FROM issuer.batch known WHERE known.id = \(after?.value)::uuid)
            ORDER BY added_at DESC, id DESC LIMIT \(limit)
            """)
        for row in rows { batches.append(try row.batch()) }
        return batches
    }

    /// Notes what was counted so far. False when the batch is not being checked any more.
    borrowing func note(_ counts: BatchCounts, of batch: BatchID, at time: WallTime) throws(PostgresError) -> Bool {
        try self.execute(
            """
            UPDATE issuer.batch SET rows = \(Int32(clamping: counts.rows)), ready = \(Int32(clamping: counts.ready)),
                taken_back = \(Int32(clamping: counts.takenBack)), held = \(Int32(clamping: counts.held)),
                wrong = \(Int32(clamping: counts.wrong)), changed_at = \(time)
            WHERE id = \(batch.value) AND state = 'checking'
            """) == 1
    }

    /// Ends the check of a batch.
    borrowing func finishCheck(of batch: BatchID, at time: WallTime) throws(PostgresError) {
        try self.execute(
            "UPDATE issuer.batch SET state = 'checked', changed_at = \(time) WHERE id = \(batch.value) AND state = 'checking'")
    }

    /// Refuses a whole file; nothing of it stays but why.
    borrowing func refuse(_ batch: BatchID, because reason: String, at time: WallTime) throws(PostgresError) {
        try self.execute("DELETE FROM issuer.batch_item WHERE batch = \(batch.value)")
        try self.execute("DELETE FROM issuer.batch_fault WHERE batch = \(batch.value)")
        try self.execute("DELETE FROM issuer.batch_award WHERE batch = \(batch.value)")
        try self.execute(
            """
            UPDATE issuer.batch SET state = 'refused', reason = \(reason), ready = 0, taken_back = 0, held = 0, wrong = 0,
                changed_at = \(time)
            WHERE id = \(batch.value)
            """)
    }

    /// Says yes to a batch that was checked: its items are worked off from now on. One without any is done.
    ///
    /// Rows that say what a credential said that was taken back are issued anew, or left out.
    borrowing func confirm(_ batch: BatchID, leavingTakenBack leaves: Bool = false, at time: WallTime) throws(PostgresError) {
        if leaves { try self.leaveTakenBack(of: batch) }
        try self.execute(
            """
            UPDATE issuer.batch SET state = CASE WHEN ready = 0 THEN 'done' ELSE 'issuing' END, changed_at = \(time), confirmed_at = \(time)
            WHERE id = \(batch.value) AND state = 'checked'
            """)
    }

    /// Takes the rows out of a checked batch that say what a credential said that was taken back.
    private borrowing func leaveTakenBack(of batch: BatchID) throws(PostgresError) {
        // Held: whoever else says yes at the same time comes after this one, and finds it said.
        let found = try self.query("SELECT college FROM issuer.batch WHERE id = \(batch.value) AND state = 'checked' FOR UPDATE")
        guard let college = try found.first?.decode(Int32.self) else { return }
        // Counted anew: more may have been taken back since the check.
        let left = try self.execute(
            """
            DELETE FROM issuer.batch_item i USING issuer.credential c
            WHERE i.college = \(college) AND i.batch = \(batch.value) AND i.state = 'ready'
                AND c.college = \(college) AND c.person = i.person AND c.achievement = i.achievement AND c.completed_on = i.completed_on
                AND c.state = 'revoked'
            """)
        if left == 0 { return }
        let count = Int32(clamping: left)
        try self.execute(
            """
            UPDATE issuer.batch SET ready = ready - \(count), taken_back = \(count), leaves_taken_back = true
            WHERE college = \(college) AND id = \(batch.value)
            """)
    }

    /// Gives up batches whose file stopped to arrive: nothing has come of them since a time.
    borrowing func giveUpBatches(unchangedSince limit: WallTime, at time: WallTime) throws(PostgresError) {
        let broken = try self.query("SELECT college, id FROM issuer.batch WHERE state = 'checking' AND changed_at < \(limit) LIMIT 10")
        for (college, id) in try broken.decode((Int32, UUIDValue).self) {
            try self.execute("DELETE FROM issuer.batch_item WHERE college = \(college) AND batch = \(id)")
            try self.execute("DELETE FROM issuer.batch_fault WHERE college = \(college) AND batch = \(id)")
            try self.execute("DELETE FROM issuer.batch_award WHERE college = \(college) AND batch = \(id)")
            try self.execute(
                """
                UPDATE issuer.batch SET state = 'refused', reason = 'The file broke off while it was sent. Send it again', changed_at = \(time)
                WHERE college = \(college) AND id = \(id) AND state = 'checking'
                """)
        }
    }
}

extension Batch {
    fileprivate static let columns: SQL =
        "id, file_name, state, reason, rows, ready, taken_back, leaves_taken_back, held, wrong, issued, failed, added_at, changed_at, confirmed_at"
}

extension Row {
    fileprivate func batch() throws(PostgresError) -> Batch {
        let (
            id, name, state, reason, rows, ready, takenBack, leavesTakenBack, held, wrong, issued, failed, addedAt, changedAt, confirmedAt
        ) = try self.decode(
            (UUIDValue, String?, String, String?, Int32, Int32, Int32, Bool, Int32, Int32, Int32, Int32, WallTime, WallTime, WallTime?).self
        )
        guard let state = Batch.State(rawValue: state) else { preconditionFailure("the table's check allows five states") }
        return Batch(
            id: BatchID(id), fileName: name, state: state, reason: reason, rows: Int(rows), ready: Int(ready), takenBack: Int(takenBack),
            leavesTakenBack: leavesTakenBack, held: Int(held),
            wrong: Int(wrong), issued: Int(issued), failed: Int(failed), addedAt: addedAt, changedAt: changedAt, confirmedAt: confirmedAt)
    }
}
