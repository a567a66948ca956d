/// Why a schema is not brought up to date. Nothing of the migration that is named was kept.
public enum MigrationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The program's own list is not 0001-..., 0002-..., 0003-... without holes.
    case misnumbered(file: String, expected: Int)
    /// A file differs from what was applied under its name.
    case changed(file: String)
    /// The database has one that the program does not know.
    case unknown(file: String)
    /// The database has a later one, but not this one.
    case skipped(file: String)
    /// A file ended the transaction that it ran in.
    case endsTransaction(file: String)
    /// PostgreSQL refused a file, at this line when it says so.
    case failed(file: String, line: Int?, PostgresError)

    /// What happened, where, and what to do.
    public var description: String {
        switch self {
        case .misnumbered(let file, let expected):
            "migration \(file) stands where number \(expected) belongs: names begin with four digits, from 0001 and without holes"
        case .changed(let file):
            "migration \(file) is not what was applied under that name: a migration is never edited; restore the file and add the next"
        case .unknown(let file):
            "the database has migration \(file), which this program does not know: the program is older than the database"
        case .skipped(let file): "the database has later migrations but not \(file): it was added out of order; give it the next number"
        case .endsTransaction(let file): "migration \(file) ends its transaction (COMMIT or ROLLBACK); it must leave that to the migrator"
        case .failed(let file, let line, let error): "migration \(file)\(line.map { ", line \($0)" } ?? ""): \(error)"
        }
    }
}
