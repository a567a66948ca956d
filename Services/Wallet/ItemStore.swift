import CloudEvents
import Events
import JSON
import Observability
import Postgres

/// A credential as an event tells of it, with what its document says.
struct ArrivedCredential: Sendable {
    let event: CredentialEvent
    let name: String?
    /// The day that it was awarded for.
    let awardedAt: WallTime?
}

extension Transaction {
    /// Makes an item of each credential that nobody here holds yet; gives what has been made, as the events that tell of it.
    ///
    /// One row a credential, in order of their ids.
    borrowing func accept(_ arrived: [ArrivedCredential]) throws -> [ItemEvent] {
        let (events, states) = (arrived.map(\.event), arrived.map(\.event.state))
        let made = try self.query(
            """
            INSERT INTO item (college, person, credential, campus, issuer, achievement, edition, state, name, issued_at, valid_from,
                valid_until, changed_at, skills, earned_by, document, credential_version, awarded_at)
            SELECT college, person, credential, campus, issuer, achievement, edition, state, name, issued_at, valid_from, valid_until,
                changed_at, skills::jsonb, earned_by::uuid[], document, version, awarded_at
            FROM unnest(\(states.map(\.college.number))::int[], \(states.map(\.person.value))::uuid[], \(states.map(\.subject))::uuid[],
                \(states.map { $0.campus?.value })::uuid[], \(states.map(\.issuer.value))::uuid[],
                \(states.map(\.achievement.id.value))::uuid[], \(states.map { Int32(clamping: $0.achievement.edition) })::int[],
                \(states.map(\.state.rawValue))::text[], \(arrived.map(\.name))::text[], \(states.map(\.issuedAt))::timestamptz[],
                \(states.map(\.validFrom))::timestamptz[], \(states.map(\.validUntil))::timestamptz[],
                \(states.map(\.changedAt))::timestamptz[], \(states.map { $0.skills.json.description })::text[],
                \(states.map(\.earnedByText))::text[], \(states.map { Array($0.document.utf8) })::bytea[],
                \(events.map(\.version))::bigint[], \(arrived.map(\.awardedAt))::timestamptz[])
              AS event (college, person, credential, campus, issuer, achievement, edition, state, name, issued_at, valid_from,
                valid_until, changed_at, skills, earned_by, document, version, awarded_at)
            ON CONFLICT (college, credential) DO NOTHING
            RETURNING id, credential, since
            """
        ).decode((UUIDValue, UUIDValue, WallTime).self)
        let byCredential = Dictionary(uniqueKeysWithValues: states.map { ($0.subject, $0) })
        return made.compactMap { id, credential, since in
            byCredential[credential].map { state in
                let item = ItemState(
                    item: ItemID(id), college: state.college, person: state.person, state: .held, origin: .issued,
                    credential: state.credential, skills: state.skills, since: since)
                return ItemEvent(.accepted, item, version: 1, at: since)
            }
        }
    }

    /// Gives items the newest state of their credentials. Whose they are never changes.
    borrowing func update(_ arrived: [ArrivedCredential]) throws(PostgresError) {
        let (events, states) = (arrived.map(\.event), arrived.map(\.event.state))
        try self.execute(
            """
            UPDATE item SET state = event.state, valid_from = event.valid_from, valid_until = event.valid_until,
                changed_at = event.changed_at, skills = event.skills::jsonb, earned_by = event.earned_by::uuid[], name = event.name,
                document = event.document, credential_version = event.version, awarded_at = event.awarded_at
            FROM unnest(\(states.map(\.college.number))::int[], \(states.map(\.person.value))::uuid[], \(states.map(\.subject))::uuid[],
                \(states.map(\.state.rawValue))::text[], \(arrived.map(\.name))::text[], \(states.map(\.validFrom))::timestamptz[],
                \(states.map(\.validUntil))::timestamptz[], \(states.map(\.changedAt))::timestamptz[],
                \(states.map { $0.skills.json.description })::text[], \(states.map(\.earnedByText))::text[],
                \(states.map { Array($0.document.utf8) })::bytea[], \(events.map(\.version))::bigint[],
                \(arrived.map(\.awardedAt))::timestamptz[])
              AS event (college, person, credential, state, name, valid_from, valid_until, changed_at, skills, earned_by, document, version,
                awarded_at)
            WHERE (item.college, item.credential, item.person) = (event.college, event.credential, event.person)
                AND item.credential_version < event.version
            """)
    }

    /// A learner's items by the days that they were awarded for, the newest first, from behind one on; all when there is no such item.
    borrowing func awardedItems(of learner: Learner, after: ItemID?, limit: Int) throws -> [Item] {
        let place: SQL = "(coalesce(item.awarded_at, item.valid_from), item.id)"
        return try self.query(
            """
            SELECT \(Item.columns) FROM \(Item.tables)
            WHERE item.college = \(learner.college.number) AND item.person = \(learner.person.value)
                AND coalesce(\(place) < (SELECT coalesce(a.awarded_at, a.valid_from), a.id FROM item a WHERE a.id = \(after?.value)), true)
            ORDER BY coalesce(item.awarded_at, item.valid_from) DESC, item.id DESC LIMIT \(limit)
            """
        ).map { try $0.item() }
    }

    /// A learner's items by when they came, the newest first, from behind one on.
    borrowing func items(of learner: Learner, after: ItemID?, limit: Int) throws -> [Item] {
        try self.query(
            """
            SELECT \(Item.columns) FROM \(Item.tables)
            WHERE item.college = \(learner.college.number) AND item.person = \(learner.person.value)
                AND (\(after?.value)::uuid IS NULL OR item.id < \(after?.value)) ORDER BY item.id DESC LIMIT \(limit)
            """
        ).map { try $0.item() }
    }

    /// Some of a learner's items, in the order that they are asked for.
    borrowing func items(_ ids: [ItemID], of learner: Learner) throws -> [Item] {
        let found = try self.query(
            """
            SELECT \(Item.columns) FROM \(Item.tables)
            WHERE item.college = \(learner.college.number) AND item.person = \(learner.person.value)
                AND item.id = ANY (\(ids.map(\.value))::uuid[])
            """
        ).map { try $0.item() }
        let byID = Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0) })
        var taken: Set<ItemID> = []
        return ids.compactMap { taken.insert($0).inserted ? byID[$0] : nil }
    }

    /// One item that this visitor may see.
    borrowing func item(_ id: ItemID) throws -> Item? {
        try self.query("SELECT \(Item.columns) FROM \(Item.tables) WHERE item.id = \(id.value)").first?.item()
    }

    /// The signed document of an item, byte for byte.
    borrowing func document(of id: ItemID) throws(PostgresError) -> [UInt8]? {
        try self.query("SELECT document FROM item WHERE id = \(id.value)").first?.decode([UInt8].self)
    }

    /// How many of these items a learner holds.
    borrowing func count(of items: [ItemID], heldBy learner: Learner) throws(PostgresError) -> Int {
        try self.query(
            """
            SELECT count(*) FROM item WHERE college = \(learner.college.number) AND person = \(learner.person.value)
                AND id = ANY (\(items.map(\.value))::uuid[])
            """
        ).first?.decode(Int.self) ?? 0
    }
}

extension CredentialState {
    /// The credentials that it was stacked from, as PostgreSQL writes an array: arrays of arrays cannot be unnested.
    fileprivate var earnedByText: String { "{" + self.earnedBy.map(\.description).joined(separator: ",") + "}" }
}

extension Item {
    static let tables: SQL = "item LEFT JOIN issuer ON issuer.id = item.issuer LEFT JOIN achievement ON achievement.id = item.achievement"

    static let columns: SQL = """
        item.id, item.college, item.person, item.credential, item.issuer, issuer.name, item.achievement, item.edition, item.state,
            coalesce(item.name, achievement.name), item.issued_at, item.valid_from, item.valid_until, item.changed_at, item.skills::text,
            item.earned_by, item.since, coalesce(item.awarded_at, item.valid_from)
        """
}

extension Row {
    /// A row of `Item.columns`.
    func item() throws -> Item {
        let (
            id, college, person, credential, issuer, issuerName, achievement, edition, state, name, issuedAt, validFrom, validUntil,
            changedAt, skills, earnedBy, since, awardedAt
        ) = try self.decode(
            (
                UUIDValue, Int32, UUIDValue, UUIDValue, UUIDValue, String?, UUIDValue, Int32, String, String?, WallTime, WallTime,
                WallTime?, WallTime, String, [UUIDValue], WallTime, WallTime
            ).self)
        guard let state = CredentialState.State(rawValue: state) else { preconditionFailure("the table's check allows three states") }
        return Item(
            id: ItemID(id), college: CollegeID(college), person: PersonID(person), credential: CredentialID(credential),
            issuer: IssuerID(issuer), issuerName: issuerName,
            achievement: AchievementEdition(AchievementID(achievement), edition: Int(edition)), state: state, name: name,
            awardedAt: awardedAt, issuedAt: issuedAt, validFrom: validFrom, validUntil: validUntil, changedAt: changedAt,
            skills: try JSONDocument(parsing: skills).decode([SkillReference].self), earnedBy: earnedBy.map { CredentialID($0) },
            since: since)
    }
}
