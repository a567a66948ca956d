/// What can go wrong between a statement and its rows.
///
/// No description holds a value of a row or of a statement: it names columns, types, constraints and states.
public enum PostgresError: Error, Sendable, Equatable {
    /// There is no connection, and none can be made now. Nothing was done.
    case cannotConnect(reason: String)
    /// The connection broke. The transaction had not been committed and never will be.
    case connectionLost(reason: String)
    /// The connection broke while COMMIT was on its way: it may have happened or not. Whoever can tell must look; nobody may just try again.
    case commitUnknown(reason: String)
    /// The server refused a statement.
    case refused(ServerRefusal)
    /// A statement failed, its error was ignored, and so PostgreSQL rolled back what was to be committed.
    case notCommitted
    /// The schema changed under a prepared statement. It has been forgotten: the next try prepares it anew.
    case cacheInvalidated
    /// The transaction's own deadline has passed.
    case deadlinePassed(Duration)
    /// The task that wanted the transaction was cancelled, and it was rolled back. Callers of `Database` see `CancellationError` instead.
    case cancelled
    /// A value of a row is not what the program takes it for.
    case undecodable(column: String, sqlType: String, swiftType: String, reason: String)
    /// A value can't be sent. Positions count from 1.
    case unencodable(position: Int, reason: String)
    /// One of this module's own limits.
    case limitReached(name: String, limit: Int)
    /// As many transactions wait as may wait.
    case queueFull(limit: Int)
    /// The database has been stopped.
    case stopped
    /// A setting of the server's that the program can't work with.
    case unfit(setting: String, value: String, wanted: String)
}

extension PostgresError {
    /// The server's refusal, when it is one.
    public var refusal: ServerRefusal? {
        if case .refused(let refusal) = self { refusal } else { nil }
    }

    /// A row with that key is there already. The refusal names the constraint.
    public var isUniqueViolation: Bool { self.refusal?.sqlState == "23505" }

    /// Two transactions can't both have happened one after the other.
    public var isSerializationFailure: Bool { self.refusal?.sqlState == "40001" }

    /// Two transactions waited for each other, and this one was given up.
    public var isDeadlock: Bool { self.refusal?.sqlState == "40P01" }

    /// Whether the same transaction may succeed later though nothing in it is changed: its data are not at fault.
    public var isInfrastructure: Bool {
        switch self {
        case .cannotConnect, .connectionLost, .commitUnknown, .cacheInvalidated, .deadlinePassed, .queueFull, .stopped, .unfit: true
        case .refused(let refusal): refusal.isInfrastructure
        case .notCommitted, .cancelled, .undecodable, .unencodable, .limitReached: false
        }
    }
}

extension PostgresError: CustomStringConvertible {
    /// One sentence.
    public var description: String {
        switch self {
        case .cannotConnect(let reason): "PostgreSQL can't be reached: \(reason)"
        case .connectionLost(let reason): "the connection to PostgreSQL broke; nothing was committed: \(reason)"
        case .commitUnknown(let reason):
            "the connection to PostgreSQL broke during COMMIT; whether it was done is not known: \(reason)"
        case .refused(let refusal): refusal.description
        case .notCommitted:
            "a statement failed and its error was ignored, so PostgreSQL rolled the transaction back instead of committing it"
        case .cacheInvalidated:
            "the schema changed under a prepared statement, which has been forgotten; the transaction may be tried again"
        case .deadlinePassed(let deadline): "the transaction was given \(deadline) and took longer; it was rolled back"
        case .cancelled: "the task that wanted the transaction was cancelled; it was rolled back"
        case .undecodable(let column, let sqlType, let swiftType, let reason):
            "column \(column) of type \(sqlType) can't be read as \(swiftType): \(reason)"
        case .unencodable(let position, let reason): "value \(position) of the statement can't be sent: \(reason)"
        case .limitReached(let name, let limit): "at most \(limit) \(name)"
        case .queueFull(let limit): "\(limit) transactions wait for a connection already; this one was turned away"
        case .stopped: "the database connections have been closed"
        case .unfit(let setting, let value, let wanted): "PostgreSQL's setting \(setting) is \(value); it must be \(wanted)"
        }
    }
}
