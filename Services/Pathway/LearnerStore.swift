import CloudEvents
import Events
import Observability
import PathwayEngine
import Postgres

extension Transaction {
    /// Lets this transaction see some colleges, as what works off a queue finds out whose the work is.
    borrowing func see(colleges: [CollegeID]) throws(PostgresError) {
        let list = "{" + colleges.map(\.description).joined(separator: ",") + "}"
        _ = try self.query("SELECT set_config('cairn.visitor', 'events', true), set_config('cairn.colleges', \(list), true)")
    }

    /// Holds the definitions of colleges against changes, and their learners against everybody else, until the end of the transaction.
    ///
    /// What is derived from several topics is read after this, by later statements: a slice of another partition has then either committed, and is
    /// seen, or waits, and will see. Rows are taken in order of their keys, so that no two wait for each other.
    borrowing func hold(_ learners: [Learner]) throws(PostgresError) {
        let colleges = Set(learners.map(\.college)).sorted().map(\.number)
        let sorted = Set(learners).sorted()
        let (numbers, people) = (sorted.map(\.college.number), sorted.map(\.person.value))
        try self.execute(
            """
            INSERT INTO pathway.college (college) SELECT unnest(\(colleges)::int[]) AS college ORDER BY 1 ON CONFLICT DO NOTHING
            """)
        _ = try self.query("SELECT college FROM pathway.college WHERE college = ANY (\(colleges)::int[]) ORDER BY college FOR SHARE")
        try self.execute(
            """
            INSERT INTO pathway.person (college, person)
            SELECT college, person FROM unnest(\(numbers)::int[], \(people)::uuid[]) AS learner (college, person)
            ORDER BY college, person ON CONFLICT DO NOTHING
            """)
        _ = try self.query(
            """
            SELECT p.person FROM pathway.person p
            JOIN unnest(\(numbers)::int[], \(people)::uuid[]) AS learner (college, person)
              ON learner.college = p.college AND learner.person = p.person
            ORDER BY p.college, p.person FOR UPDATE OF p
            """)
    }
}
