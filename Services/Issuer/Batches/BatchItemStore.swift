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
    /// How many learners hold already.
    var held = 0
    /// Rows that say what an earlier one says: their lines, and those of the earlier ones.
    var repeated: [(line: Int, first: Int)] = []

    static func == (left: AddedItems, right: AddedItems) -> Bool {
        left.ready == right.ready && left.held == right.held && left.repeated.map(\.line) == right.repeated.map(\.line)
    }
}

extension Transaction {
    /// Adds items that nobody holds yet and that no earlier row of the file asks for.
    borrowing func add(_ items: [NewBatchItem], to batch: BatchID, college: CollegeID) throws(PostgresError) -> AddedItems {
        if items.isEmpty { return AddedItems() }
        let rows: SQL = """
            unnest(\(items.map { Int32(clamping: $0.row.line) })::int[], \(items.map(\.hash))::bytea[],
                \(items.map(\.person.value))::uuid[], \(items.map(\.row.campus.value))::uuid[],
                \(items.map(\.row.achievement.id.value))::uuid[], \(items.map { Int32(clamping: $0.row.achievement.edition) })::int[],
                \(items.map(\.row.completedOn))::text[], \(items.map(\.details))::bytea[])
                AS row (line, student_hash, made, campus, achievement, edition, day, details)
            """
        let known = try self.query(
            """
            SELECT row.line, coalesce(p.person, row.made), c.id IS NOT NULL
            FROM \(rows)
            LEFT JOIN issuer.person p ON p.college = \(college.number) AND p.student_hash = row.student_hash
            LEFT JOIN issuer.credential c ON c.college = \(college.number) AND c.person = coalesce(p.person, row.made)
                AND c.achievement = row.achievement AND c.completed_on = row.day::date AND c.state <> 'revoked'
            """
        ).decode((Int32, UUIDValue, Bool).self)
        var people: [Int: UUIDValue] = [:]
        for (line, person, isHeld) in known where !isHeld { people[Int(line)] = person }
        let fresh = items.filter { people[$0.row.line] != nil }
        var result = AddedItems(ready: 0, held: items.count - fresh.count)
        let added = Set(try self.insert(fresh, people: people, into: batch, college: college))
        result.ready = added.count
        var awarded: [AchievementEdition: Int] = [:]
        for item in fresh where added.contains(item.row.line) { awarded[item.row.achievement, default: 0] += 1 }
        try self.count(awarded, in: batch, college: college)
        let again = fresh.filter { !added.contains($0.row.line) }
        if again.isEmpty { return result }
        result.repeated = try self.query(
            """
            SELECT row.line, i.line
            FROM unnest(\(again.map { Int32(clamping: $0.row.line) })::int[], \(again.compactMap { people[$0.row.line] })::uuid[],
                \(again.map(\.row.achievement.id.value))::uuid[], \(again.map(\.row.completedOn))::text[])
                AS row (line, person, achievement, day)
            JOIN issuer.batch_item i ON i.college = \(college.number) AND i.batch = \(batch.value) AND i.person = row.person
                AND i.achievement = row.achievement AND i.completed_on = row.day::date
            ORDER BY row.line
            """
        ).decode((Int32, Int32).self).map { (line: Int($0.0), first: Int($0.1)) }
        return result
    }

    private borrowing func insert(
        _ items: [NewBatchItem], people: [Int: UUIDValue], into batch: BatchID, college: CollegeID
    ) throws(PostgresError) -> [Int] {
        try self.query(
            """
            INSERT INTO issuer.batch_item
                (college, batch, line, student_hash, person, campus, achievement, edition, completed_on, details)
            SELECT \(college.number), \(batch.value), line, student_hash, person, campus, achievement, edition, day::date, details
            FROM unnest(\(items.map { Int32(clamping: $0.row.line) })::int[], \(items.map(\.hash))::bytea[],
                \(items.compactMap { people[$0.row.line] })::uuid[], \(items.map(\.row.campus.value))::uuid[],
                \(items.map(\.row.achievement.id.value))::uuid[], \(items.map { Int32(clamping: $0.row.achievement.edition) })::int[],
                \(items.map(\.row.completedOn))::text[], \(items.map(\.details))::bytea[])
                AS row (line, student_hash, person, campus, achievement, edition, day, details)
            ORDER BY line ON CONFLICT DO NOTHING RETURNING line
            """
        ).decode((Int).self)
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
