import CloudEvents
import Events
import JSON
import Observability
import PathwayEngine
import Postgres

extension Transaction {
    /// Holds a college's definitions alone, until the end of the transaction: nobody derives progress meanwhile.
    borrowing func changeDefinitions(of college: CollegeID) throws(PostgresError) {
        try self.execute(
            """
            INSERT INTO pathway.college (college, revision) VALUES (\(college.number), 1)
            ON CONFLICT (college) DO UPDATE SET revision = college.revision + 1
            """)
    }

    /// The newest edition of a pathway; nil when there is none.
    borrowing func pathway(_ id: PathwayID) throws -> Pathway? {
        try self.query(
            """
            SELECT p.id, p.college, e.edition, p.code, e.name, e.description, e.requirement, e.award
            FROM pathway.pathway p
            JOIN pathway.pathway_edition e ON e.college = p.college AND e.pathway = p.id AND e.edition = p.edition
            WHERE p.id = \(id.value)
            """
        ).first?.pathway()
    }

    /// An edition of a pathway.
    borrowing func pathway(_ id: PathwayID, edition: Int) throws -> Pathway? {
        try self.query(
            """
            SELECT p.id, p.college, e.edition, p.code, e.name, e.description, e.requirement, e.award
            FROM pathway.pathway p JOIN pathway.pathway_edition e ON e.college = p.college AND e.pathway = p.id
            WHERE p.id = \(id.value) AND e.edition = \(Int32(clamping: edition))
            """
        ).first?.pathway()
    }

    /// The newest edition of the pathway that a college knows by a code.
    borrowing func pathway(of college: CollegeID, code: String) throws -> Pathway? {
        try self.query(
            """
            SELECT p.id, p.college, e.edition, p.code, e.name, e.description, e.requirement, e.award
            FROM pathway.pathway p
            JOIN pathway.pathway_edition e ON e.college = p.college AND e.pathway = p.id AND e.edition = p.edition
            WHERE p.college = \(college.number) AND p.code = \(code)
            """
        ).first?.pathway()
    }

    /// Pathways of a college, or of all, in their newest editions, by id, after one that is known already.
    borrowing func pathways(of college: CollegeID?, after: PathwayID?, limit: Int) throws -> [Pathway] {
        try self.query(
            """
            SELECT p.id, p.college, e.edition, p.code, e.name, e.description, e.requirement, e.award
            FROM pathway.pathway p
            JOIN pathway.pathway_edition e ON e.college = p.college AND e.pathway = p.id AND e.edition = p.edition
            WHERE (\(college?.number)::int IS NULL OR p.college = \(college?.number)::int) AND (\(after?.value)::uuid IS NULL OR p.id > \(after?.value)::uuid)
            ORDER BY p.id LIMIT \(limit)
            """
        ).map { try $0.pathway() }
    }

    /// The pathways of a college that lead to these achievements, in their newest editions.
    borrowing func pathways(of college: CollegeID, awarding achievements: [AchievementID]) throws -> [AchievementID: PathwayID] {
        let rows = try self.query(
            """
            SELECT e.award, p.id FROM pathway.pathway p
            JOIN pathway.pathway_edition e ON e.college = p.college AND e.pathway = p.id AND e.edition = p.edition
            WHERE p.college = \(college.number) AND e.award = ANY (\(achievements.map(\.value))::uuid[]) ORDER BY p.id
            """
        ).decode((UUIDValue, UUIDValue).self)
        return Dictionary(rows.map { (AchievementID($0), PathwayID($1)) }) { first, _ in first }
    }

    /// Whether an achievement is among these, or among what leads to them by way of the college's other pathways.
    borrowing func needs(
        _ achievement: AchievementID, for goals: [AchievementID], of college: CollegeID, besides known: PathwayID?
    ) throws(PostgresError) -> Bool {
        let rows = try self.query(
            """
            WITH RECURSIVE needed (achievement) AS (
                SELECT unnest(\(Set(goals).sorted().map(\.value))::uuid[])
                UNION SELECT l.achievement FROM needed
                    JOIN pathway.pathway_edition e ON e.college = \(college.number) AND e.award = needed.achievement
                    JOIN pathway.pathway p ON p.college = e.college AND p.id = e.pathway AND p.edition = e.edition
                    JOIN pathway.pathway_leaf l ON l.college = e.college AND l.pathway = e.pathway AND l.edition = e.edition
                WHERE p.id IS DISTINCT FROM \(known?.value)::uuid
            ) SELECT EXISTS (SELECT FROM needed WHERE achievement = \(achievement.value))
            """)
        return try rows.decode(Bool.self)[0]
    }

    /// Adds an edition, and lets learners be looked at again. The college's definitions are held.
    borrowing func add(_ pathway: Pathway, at time: WallTime) throws(PostgresError) {
        let (college, id, edition) = (pathway.college.number, pathway.id.value, Int32(clamping: pathway.edition))
        try self.execute(
            """
            INSERT INTO pathway.pathway (college, id, code, edition) VALUES (\(college), \(id), \(pathway.text.code), \(edition))
            ON CONFLICT (college, id) DO UPDATE SET edition = excluded.edition
            """)
        try self.execute(
            """
            INSERT INTO pathway.pathway_edition (college, pathway, edition, name, description, requirement, award, published_at)
            VALUES (\(college), \(id), \(edition), \(pathway.text.name), \(pathway.text.description),
                \(String(decoding: pathway.text.requirement.json.bytes(), as: UTF8.self)), \(pathway.text.award?.value), \(time))
            """)
        let leaves = Set(pathway.text.requirement.leaves).sorted().map(\.value)
        try self.execute(
            """
            INSERT INTO pathway.pathway_leaf (college, achievement, pathway, edition)
            SELECT \(college), achievement, \(id), \(edition) FROM unnest(\(leaves)::uuid[]) AS leaf (achievement)
            """)
        try self.execute("INSERT INTO pathway.sweep (college, pathway) VALUES (\(college), \(id))")
    }
}

extension Row {
    /// A pathway from its eight columns. What is read here was checked when it was published.
    func pathway() throws -> Pathway {
        let (id, college, edition, code, name, description, requirement, award) = try self.decode(
            (UUIDValue, Int32, Int32, String, String, String, String, UUIDValue?).self)
        let text = PathwayText(
            code: code, name: name, description: description,
            requirement: try JSONDocument(parsing: requirement).decode(Requirement.self), award: award.map { AchievementID($0) })
        return Pathway(id: PathwayID(id), college: CollegeID(college), edition: Int(edition), text: text)
    }
}
