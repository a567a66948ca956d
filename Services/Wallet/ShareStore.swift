import CloudEvents
import Events
import Observability
import Postgres

extension Transaction {
    /// A learner's links, the newest first.
    borrowing func links(of learner: Learner, limit: Int) throws(PostgresError) -> [ShareLink] {
        try self.query(
            """
            SELECT \(ShareLink.columns) FROM share_link WHERE college = \(learner.college.number) AND person = \(learner.person.value)
            ORDER BY made_at DESC, id LIMIT \(limit)
            """
        ).map { row throws(PostgresError) in try row.link() }
    }

    /// One link that this visitor may see.
    borrowing func link(_ id: UUIDValue) throws(PostgresError) -> ShareLink? {
        try self.query("SELECT \(ShareLink.columns) FROM share_link WHERE id = \(id)").first?.link()
    }

    /// The link that a token opens, or opened.
    borrowing func link(opening token: ShareToken) throws(PostgresError) -> ShareLink? {
        try self.query("SELECT \(ShareLink.columns) FROM share_link WHERE id = \(token.link) AND digest = \(token.digest)").first?.link()
    }

    /// Lets nobody else make a link for a learner until this transaction ends: else each would count without the others.
    borrowing func holdLinks(of learner: Learner) throws(PostgresError) {
        let key = "wallet.share_link \(learner.college.number) \(learner.person)"
        try self.execute("SELECT pg_advisory_xact_lock(hashtextextended(\(key), 0))")
    }

    /// How many links of a learner's open now.
    borrowing func openLinks(of learner: Learner, at time: WallTime) throws(PostgresError) -> Int {
        try self.query(
            """
            SELECT count(*) FROM share_link WHERE college = \(learner.college.number) AND person = \(learner.person.value)
                AND ended_at IS NULL AND until > \(time)
            """
        ).first?.decode(Int.self) ?? 0
    }

    /// Adds a link and the items that it names, in their order.
    borrowing func add(_ link: ShareLink, for token: ShareToken) throws(PostgresError) {
        try self.execute(
            """
            INSERT INTO share_link (college, id, digest, person, name, audience, made_at, until)
            VALUES (\(link.college.number), \(link.id), \(token.digest), \(link.person.value), \(link.name), \(link.audience),
                \(link.madeAt), \(link.until))
            """)
        try self.execute(
            """
            INSERT INTO share_item (college, link, place, item)
            SELECT \(link.college.number), \(link.id), place, item
            FROM unnest(\(link.items.map(\.value))::uuid[]) WITH ORDINALITY AS shared (item, place)
            """)
    }

    /// Ends a link; one that was ended before stays as it was.
    borrowing func endLink(_ id: UUIDValue, at time: WallTime) throws(PostgresError) {
        try self.execute("UPDATE share_link SET ended_at = \(time) WHERE id = \(id) AND ended_at IS NULL")
    }

    /// The items that a link names, in its order, with their documents. Row-level security shows them to whoever has the link while it lasts.
    borrowing func items(of link: UUIDValue) throws -> [(item: Item, document: [UInt8])] {
        let items = try self.query(
            """
            SELECT \(Item.columns) FROM share_item JOIN \(Item.tables) ON (item.college, item.id) = (share_item.college, share_item.item)
            WHERE share_item.link = \(link) ORDER BY share_item.place
            """
        ).map { try $0.item() }
        return try items.compactMap { item in try self.document(of: item.id).map { (item, $0) } }
    }
}

extension ShareLink {
    fileprivate static let columns: SQL = """
        id, college, person, name, audience, ARRAY(SELECT item FROM share_item WHERE link = share_link.id ORDER BY place), made_at, until,
            ended_at
        """
}

extension Row {
    fileprivate func link() throws(PostgresError) -> ShareLink {
        let (id, college, person, name, audience, items, madeAt, until, endedAt) = try self.decode(
            (UUIDValue, Int32, UUIDValue, String?, String?, [UUIDValue], WallTime, WallTime, WallTime?).self)
        return ShareLink(
            id: id, college: CollegeID(college), person: PersonID(person), name: name, audience: audience,
            items: items.map { ItemID($0) }, madeAt: madeAt, until: until, endedAt: endedAt)
    }
}
