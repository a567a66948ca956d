import CloudEvents
import Events
import Messaging
import Postgres

extension Transaction {
    /// Keeps what is wrong with rows.
    borrowing func add(_ faults: [BatchFault], to batch: BatchID, college: CollegeID) throws(PostgresError) {
        if faults.isEmpty { return }
        var places: [Int32] = []
        for (index, fault) in faults.enumerated() {
            places.append(index > 0 && faults[index - 1].line == fault.line ? places[index - 1] + 1 : 1)
        }
        try self.execute(
            """
            INSERT INTO issuer.batch_fault (college, batch, line, place, column_name, value, sentence)
            SELECT \(college.number), \(batch.value), line, place, column_name, value, sentence
            FROM unnest(\(faults.map { Int32(clamping: $0.line) })::int[], \(places)::int[], \(faults.map(\.column))::text[],
                \(faults.map(\.value))::text[], \(faults.map(\.sentence))::text[]) AS fault (line, place, column_name, value, sentence)
            """)
    }

    /// What is wrong with the next rows after a line, so many rows at a time.
    borrowing func faults(of batch: BatchID, after line: Int, limit: Int) throws(PostgresError) -> [BatchFault] {
        try self.query(
            """
            SELECT line, column_name, value, sentence FROM issuer.batch_fault WHERE batch = \(batch.value) AND line IN (
                SELECT DISTINCT line FROM issuer.batch_fault WHERE batch = \(batch.value) AND line > \(Int32(clamping: line))
                ORDER BY line LIMIT \(limit))
            ORDER BY line, place
            """
        ).decode((Int32, String?, String?, String).self).map {
            BatchFault(line: Int($0), column: $1, value: $2, sentence: $3)
        }
    }
}
