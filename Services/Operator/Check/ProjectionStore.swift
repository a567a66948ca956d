import CloudEvents
import Messaging
import Postgres

extension Transaction {
    /// The newest events of the next subjects of one kind, in order.
    borrowing func newestEvents(of noun: String, topic: String, after: UUIDValue, limit: Int) throws -> [NewestEvent] {
        try self.query(
            """
            SELECT DISTINCT ON (subject) subject, version, college, data FROM outbox
            WHERE topic = \(topic) AND split_part(type, '.', 3) = \(noun) AND subject > \(after)
            ORDER BY subject, version DESC LIMIT \(limit)
            """
        ).decode((UUIDValue, Int64, Int32, [UInt8]).self).map { NewestEvent(subject: $0, version: $1, college: $2, data: $3) }
    }

    /// Subjects that a consumer is behind with, because one of their events waits for an operator or was skipped by one.
    borrowing func setAside(by consumer: String, topic: String, in window: SubjectWindow) throws -> Set<UUIDValue> {
        let rows = try self.query(
            """
            SELECT DISTINCT subject FROM parked WHERE consumer = \(consumer) AND topic = \(topic) AND state IN ('parked', 'skipped')
              AND subject > \(window.after) AND subject <= \(window.through)
            """)
        return Set(try rows.map { try $0.decode(UUIDValue.self) })
    }

    /// Digests by subject, of rows that give a subject and an array of texts.
    private borrowing func digests(_ sql: SQL) throws -> [UUIDValue: [String]] {
        Dictionary(try self.query(sql).decode((UUIDValue, [String]).self)) { first, _ in first }
    }

    borrowing func heldStatusLists(in window: SubjectWindow) throws -> [UUIDValue: [String]] {
        try self.digests(
            """
            SELECT id, ARRAY[college::text, version::text, url, encode(sha256(bits), 'hex')] FROM status_list
            WHERE id > \(window.after) AND id <= \(window.through)
            """)
    }

    borrowing func heldAchievements(in window: SubjectWindow) throws -> [UUIDValue: [String]] {
        try self.digests(
            """
            SELECT id, ARRAY[college::text, version::text, state, edition::text, name] FROM achievement
            WHERE id > \(window.after) AND id <= \(window.through)
            """)
    }

    borrowing func heldIssuers(in window: SubjectWindow) throws -> [UUIDValue: [String]] {
        try self.digests(
            """
            SELECT id, ARRAY[college::text, version::text, identifier, name] FROM issuer
            WHERE id > \(window.after) AND id <= \(window.through)
            """)
    }

    /// Items of wallets, by their credentials.
    borrowing func heldItems(in window: SubjectWindow) throws -> [UUIDValue: [String]] {
        try self.digests(
            """
            SELECT credential, ARRAY[college::text, credential_version::text, person::text, state, achievement::text, edition::text,
              encode(sha256(document), 'hex')] FROM item
            WHERE credential > \(window.after) AND credential <= \(window.through)
            """)
    }

    /// Progress as wallets show it.
    borrowing func heldProgress(in window: SubjectWindow) throws -> [UUIDValue: [String]] {
        try self.digests(
            """
            SELECT id, ARRAY[college::text, version::text, person::text, share::text, complete::text] FROM progress
            WHERE id > \(window.after) AND id <= \(window.through)
            """)
    }

    /// Credentials as pathways count them.
    borrowing func heldCredentials(in window: SubjectWindow) throws -> [UUIDValue: [String]] {
        try self.digests(
            """
            SELECT id, ARRAY[college::text, version::text, person::text, state, achievement::text] FROM credential
            WHERE id > \(window.after) AND id <= \(window.through)
            """)
    }

    /// Credentials as matching counts them, with the skills that they show.
    borrowing func heldSkills(in window: SubjectWindow) throws -> [UUIDValue: [String]] {
        try self.digests(
            """
            SELECT id, ARRAY[college::text, version::text, person::text, state, achievement::text, coalesce((
                SELECT string_agg(framework || ' ' || code, ',' ORDER BY (framework || ' ' || code) COLLATE "C") FROM skill
                WHERE skill.college = credential.college AND skill.credential = credential.id), '')] FROM credential
            WHERE id > \(window.after) AND id <= \(window.through)
            """)
    }

    /// Items as consents name them.
    borrowing func heldItemNames(in window: SubjectWindow) throws -> [UUIDValue: [String]] {
        try self.digests(
            """
            SELECT id, ARRAY[college::text, version::text, person::text, state, coalesce(credential::text, '')] FROM item
            WHERE id > \(window.after) AND id <= \(window.through)
            """)
    }

    /// Consents as matching heeds them.
    borrowing func heldConsents(in window: SubjectWindow) throws -> [UUIDValue: [String]] {
        try self.digests(
            """
            SELECT id, ARRAY[college::text, version::text, person::text, employer::text, purpose, state, array_to_string(shares, ','),
              coalesce(array_to_string(items, ','), 'all')] FROM consent
            WHERE id > \(window.after) AND id <= \(window.through)
            """)
    }
}
