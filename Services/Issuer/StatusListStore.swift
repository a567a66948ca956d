import CloudEvents
import Events
import Messaging
import Observability
import Postgres

extension Transaction {
    /// A list by its id; nil when there is none.
    borrowing func statusList(_ id: StatusListID) throws -> StatusList? {
        try self.query(
            "SELECT college, id, purpose, version, is_full, bits, changed_at FROM issuer.status_list WHERE id = \(id.value)"
        ).first?.statusList()
    }

    /// Opens a pair of lists whose entries are given away in this order.
    borrowing func openStatusLists(
        of college: CollegeID, revocation: StatusListID, suspension: StatusListID, order: [Int32], at time: WallTime
    )
        throws -> [StatusList]
    {
        precondition(order.count == StatusBits.entries, "the order is one of all entries")
        let bits = StatusBits()
        let lists: [(StatusListID, StatusListState.Purpose)] = [(revocation, .revocation), (suspension, .suspension)]
        for (id, purpose) in lists {
            try self.execute(
                """
                INSERT INTO issuer.status_list (college, id, purpose, bits, changed_at)
                VALUES (\(college.number), \(id.value), \(purpose.rawValue), \(bits.bytes), \(time))
                """)
        }
        let size = Int32(StatusList.blockSize)
        try self.execute(
            """
            INSERT INTO issuer.status_block (college, revocation, suspension, number, entries)
            SELECT \(college.number), \(revocation.value), \(suspension.value), number,
                (\(order)::int[])[number * \(size)::int + 1:(number + 1) * \(size)::int]
            FROM generate_series(0, \(Int32(order.count) / size - 1)::int) AS number
            """)
        return lists.map { id, purpose in
            StatusList(id: id, college: college, purpose: purpose, version: 1, isFull: false, bits: bits, changedAt: time)
        }
    }

    /// Leases the next block of a college's entries to one process; nil when none is left. Leases of one college take turns.
    borrowing func leaseStatusBlock(of college: CollegeID, to process: UUIDValue, at time: WallTime) throws -> [StatusPlace]? {
        try self.execute("SELECT pg_advisory_xact_lock(hashtext('issuer.status_block'), \(college.number))")
        let rows = try self.query(
            """
            UPDATE issuer.status_block SET leased_by = \(process), leased_at = \(time)
            WHERE college = \(college.number) AND (revocation, number) = (
                SELECT revocation, number FROM issuer.status_block WHERE college = \(college.number) AND leased_by IS NULL
                ORDER BY number LIMIT 1)
            RETURNING revocation, suspension, entries
            """)
        guard let row = rows.first else { return nil }
        let (revocation, suspension, entries) = try row.decode((UUIDValue, UUIDValue, [Int32]).self)
        return entries.map { StatusPlace(revocation: StatusListID(revocation), suspension: StatusListID(suspension), entry: $0) }
    }

    /// Marks a pair of lists as full when no block of it is left; gives the lists that this changed.
    borrowing func closeStatusLists(_ place: StatusPlace, of college: CollegeID, at time: WallTime) throws -> [StatusList] {
        try self.query(
            """
            UPDATE issuer.status_list SET is_full = true, version = version + 1, changed_at = \(time), told_at = \(time), is_told = true
            WHERE college = \(college.number) AND id IN (\(place.revocation.value), \(place.suspension.value)) AND NOT is_full
                AND NOT EXISTS (SELECT FROM issuer.status_block WHERE college = \(college.number)
                    AND revocation = \(place.revocation.value) AND leased_by IS NULL)
            RETURNING college, id, purpose, version, is_full, bits, changed_at
            """
        ).map { try $0.statusList() }
    }

    /// Sets or clears one entry. Gives the list to tell of, as it is then; none when it was told of after `told` and waits.
    ///
    /// PostgreSQL counts the bits of a byte from its lowest.
    borrowing func setStatus(
        _ isSet: Bool, of entry: Int32, in list: StatusListID, of college: CollegeID, notToldSince told: WallTime, at time: WallTime
    ) throws -> StatusList? {
        let bit = entry / 8 * 8 + 7 - entry % 8
        try self.execute(
            """
            UPDATE issuer.status_list
            SET bits = set_bit(bits, \(Int64(bit)), \(Int32(isSet ? 1 : 0))), changed_at = \(time), is_told = false
            WHERE college = \(college.number) AND id = \(list.value)
            """)
        return try self.query(
            """
            UPDATE issuer.status_list SET version = version + 1, told_at = \(time), is_told = true
            WHERE college = \(college.number) AND id = \(list.value) AND told_at <= \(told)
            RETURNING college, id, purpose, version, is_full, bits, changed_at
            """
        ).first?.statusList()
    }

    /// The colleges of which a list waits to be told of.
    borrowing func collegesWithUntoldStatusLists() throws -> [CollegeID] {
        try self.query("SELECT DISTINCT college FROM issuer.status_list WHERE NOT is_told ORDER BY college")
            .decode(Int32.self).map { CollegeID($0) }
    }

    /// Marks the lists of a college that wait, and were not told of after `told`, as told of; gives them as they are.
    borrowing func tellStatusLists(of college: CollegeID, notToldSince told: WallTime, at time: WallTime) throws -> [StatusList] {
        try self.query(
            """
            UPDATE issuer.status_list SET version = version + 1, told_at = \(time), is_told = true
            WHERE college = \(college.number) AND NOT is_told AND told_at <= \(told)
            RETURNING college, id, purpose, version, is_full, bits, changed_at
            """
        ).map { try $0.statusList() }
    }
}

extension Row {
    fileprivate func statusList() throws -> StatusList {
        let (college, id, purpose, version, isFull, bytes, changedAt) = try self.decode(
            (Int32, UUIDValue, String, Int64, Bool, [UInt8], WallTime).self)
        guard let purpose = StatusListState.Purpose(rawValue: purpose), let bits = StatusBits(bytes: bytes) else {
            preconditionFailure("the table's checks allow two purposes and 16,384 bytes")
        }
        return StatusList(
            id: StatusListID(id), college: CollegeID(college), purpose: purpose, version: version, isFull: isFull, bits: bits,
            changedAt: changedAt)
    }
}
