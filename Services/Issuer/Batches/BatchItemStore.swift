import CloudEvents
import Events
import Messaging
import Observability
import Postgres

/// A right row on its way into the database: its learner's hash and pseudonym, its details sealed.
struct NewBatchItem: Sendable {
    let row: BatchRow
    let hash: [UInt8]
    let person: PersonID
    let details: [UInt8]
}

/// What became of rows that were to be added.
struct AddedItems: Sendable, Equatable {
    /// How many wait to be issued.
    var ready = 0
    /// How many of those were held before, and taken back.
    var takenBack = 0
    /// How many learners hold already.
    var held = 0
    /// Rows that say what an earlier one says: their lines, and those of the earlier ones.
    var repeated: [(line: Int, first: Int)] = []

    static func == (left: AddedItems, right: AddedItems) -> Bool {
        left.ready == right.ready && left.takenBack == right.takenBack && left.held == right.held
            && left.repeated.map(\.line) == right.repeated.map(\.line)
    }
}

extension Transaction {
    /// Adds items: those that nobody holds yet wait to be issued, the others are noted as held. A row that says what an earlier one of the file
    /// says is not added, whether that one is held or waits.
    borrowing func add(_ items: [NewBatchItem], to batch: BatchID, college: CollegeID) throws(PostgresError) -> AddedItems {
        if items.isEmpty { return AddedItems() }
        let people = try self.people(of: items, college: college)
        let added = try self.query(
            """
            INSERT INTO issuer.batch_item
                (college, batch, line, student_hash, person, campus, achievement, edition, completed_on, details, state)
            SELECT \(college.number), \(batch.value), row.line, row.student_hash, row.person, row.campus, row.achievement, row.edition, row.day,
                CASE WHEN c.id IS NULL THEN row.details END, CASE WHEN c.id IS NULL THEN 'ready' ELSE 'held' END
            FROM \(Self.rows(of: items, people))
            LEFT JOIN issuer.credential c ON c.college = \(college.number) AND c.person = row.person
                AND c.achievement = row.achievement AND c.completed_on = row.day AND c.state <> 'revoked'
            ORDER BY row.line ON CONFLICT DO NOTHING RETURNING line, state = 'held'
            """
        ).decode((Int32, Bool).self)
        let held = added.count { $0.1 }
        var result = AddedItems(ready: added.count - held, held: held)
        let lines = Set(added.map { Int($0.0) })
        let ready = Set(added.filter { !$0.1 }.map { Int($0.0) })
        var awarded: [AchievementEdition: Int] = [:]
        for item in items where ready.contains(item.row.line) { awarded[item.row.achievement, default: 0] += 1 }
        try self.count(awarded, in: batch, college: college)
        result.takenBack = try self.takenBack(items.filter { ready.contains($0.row.line) }, people, college: college)
        let again = items.filter { !lines.contains($0.row.line) }
        if again.isEmpty { return result }
        result.repeated = try self.query(
            """
            SELECT row.line, i.line
            FROM \(Self.rows(of: again, people))
            JOIN issuer.batch_item i ON i.college = \(college.number) AND i.batch = \(batch.value) AND i.person = row.person
                AND i.achievement = row.achievement AND i.completed_on = row.day
            ORDER BY row.line
            """
        ).decode((Int32, Int32).self).map { (line: Int($0.0), first: Int($0.1)) }
        return result
    }

    /// How many of these rows say what a credential said that was taken back.
    private borrowing func takenBack(
        _ items: [NewBatchItem], _ people: [[UInt8]: UUIDValue], college: CollegeID
    ) throws(PostgresError) -> Int {
        if items.isEmpty { return 0 }
        return try self.query(
            """
            SELECT count(*) FROM \(Self.rows(of: items, people))
            WHERE EXISTS (SELECT FROM issuer.credential c WHERE c.college = \(college.number) AND c.person = row.person
                AND c.achievement = row.achievement AND c.completed_on = row.day AND c.state = 'revoked')
            """
        ).decode(Int.self)[0]
    }

    /// Whom the numbers point to already, by their hashes.
    private borrowing func people(of items: [NewBatchItem], college: CollegeID) throws(PostgresError) -> [[UInt8]: UUIDValue] {
        let rows = try self.query(
            """
            SELECT student_hash, person FROM issuer.person
            WHERE college = \(college.number) AND student_hash = ANY (\(items.map(\.hash))::bytea[])
            """
        ).decode(([UInt8], UUIDValue).self)
        return Dictionary(rows.map { ($0.0, $0.1) }, uniquingKeysWith: { first, _ in first })
    }

    /// Items as rows of a query, each with its person: whom its number points to already, else the pseudonym made from it.
    ///
    /// Persons and days are values and not looked up or read from text in the query itself: only so does the index of credentials lead to the
    /// one that a row asks for, where each row of a file would else be compared with everybody who holds its achievement.
    private static func rows(of items: [NewBatchItem], _ people: [[UInt8]: UUIDValue]) -> SQL {
        """
        unnest(\(items.map { Int32(clamping: $0.row.line) })::int[], \(items.map(\.hash))::bytea[],
            \(items.map { people[$0.hash] ?? $0.person.value })::uuid[], \(items.map(\.row.campus.value))::uuid[],
            \(items.map(\.row.achievement.id.value))::uuid[], \(items.map { Int32(clamping: $0.row.achievement.edition) })::int[],
            \(items.map(\.row.completedOn))::text[]::date[], \(items.map(\.details))::bytea[])
            AS row (line, student_hash, person, campus, achievement, edition, day, details)
        """
    }

    /// A college's achievements as rows of files may name them: the editions of today, by code and by id.
    borrowing func namedAchievements(of college: CollegeID) throws(PostgresError) -> [String: RowCheck.Known] {
        let rows = try self.query(
            "SELECT id, code, edition, state = 'retired' FROM issuer.achievement WHERE college = \(college.number)"
        ).decode((UUIDValue, String?, Int32, Bool).self)
        var named: [String: RowCheck.Known] = [:]
        for (id, code, edition, isRetired) in rows {
            let known = RowCheck.Known(edition: AchievementEdition(AchievementID(id), edition: Int(edition)), isRetired: isRetired)
            named[id.description] = known
            if let code { named[code] = known }
        }
        return named
    }
}
