import CloudEvents
import Events
import JSON
import Messaging
import Observability
import Postgres

extension Transaction {
    /// An edition of an achievement, the newest when none is named; nil when there is none.
    borrowing func achievement(_ id: AchievementID, edition: Int? = nil) throws -> Achievement? {
        try self.query(
            """
            SELECT a.id, a.college, a.code, e.edition, a.state, a.campus, e.campus_name, e.kind, e.name, e.description, e.criteria, e.alignments
            FROM issuer.achievement a JOIN issuer.achievement_edition e ON e.college = a.college AND e.achievement = a.id
            WHERE a.id = \(id.value) AND e.edition = coalesce(\(edition.map { Int32(clamping: $0) })::int, a.edition)
            """
        ).first?.achievement()
    }

    /// A college's achievements in their newest editions, by id, after one that is known already; only that of a code when one is given.
    borrowing func achievements(of college: CollegeID, code: String? = nil, after: AchievementID?, limit: Int) throws -> [Achievement] {
        try self.query(
            """
            SELECT a.id, a.college, a.code, e.edition, a.state, a.campus, e.campus_name, e.kind, e.name, e.description, e.criteria, e.alignments
            FROM issuer.achievement a JOIN issuer.achievement_edition e
                ON e.college = a.college AND e.achievement = a.id AND e.edition = a.edition
            WHERE a.college = \(college.number) AND (\(code)::text IS NULL OR a.code = \(code)) AND (\(after?.value)::uuid IS NULL OR a.id > \(after?.value)::uuid)
            ORDER BY a.id LIMIT \(limit)
            """
        ).map { try $0.achievement() }
    }

    /// Adds a new achievement's first edition.
    borrowing func add(_ achievement: Achievement, at time: WallTime) throws(PostgresError) {
        try self.execute(
            """
            INSERT INTO issuer.achievement (college, id, code, campus)
            VALUES (\(achievement.college.number), \(achievement.id.value), \(achievement.text.code), \(achievement.text.campus?.id.value))
            """)
        try self.addEdition(achievement, at: time)
    }

    /// Adds an edition's words.
    borrowing func addEdition(_ achievement: Achievement, at time: WallTime) throws(PostgresError) {
        let text = achievement.text
        let alignments = String(decoding: text.alignments.json.bytes(), as: UTF8.self)
        try self.execute(
            """
            INSERT INTO issuer.achievement_edition
                (college, achievement, edition, kind, name, description, criteria, campus_name, alignments, published_at)
            VALUES (\(achievement.college.number), \(achievement.id.value), \(Int32(clamping: achievement.edition)), \(text.kind.word),
                \(text.name), \(text.description), \(text.criteria), \(text.campus?.name), \(alignments), \(time))
            """)
    }
}

extension Row {
    fileprivate func achievement() throws -> Achievement {
        let (id, college, code, edition, state, campus, campusName, kind, name, description, criteria, alignments) = try self.decode(
            (UUIDValue, Int32, String?, Int32, String, UUIDValue?, String?, String, String, String, String, String).self)
        guard let state = AchievementState.State(rawValue: state) else { preconditionFailure("the table's check allows two states") }
        let text = AchievementText(
            code: code, campus: campus.map { CreatorCampus(id: CampusID($0), name: campusName ?? "") }, kind: AchievementKind(word: kind),
            name: name,
            description: description, criteria: criteria, alignments: try JSONDocument(parsing: alignments).decode([Alignment].self))
        return Achievement(
            id: AchievementID(id), college: CollegeID(college), edition: Int(edition), state: state, text: text)
    }
}
