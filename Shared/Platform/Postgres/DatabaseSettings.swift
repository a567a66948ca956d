/// How the sessions of a `Database` are. Every limit of the module that can be chosen is here.
public struct DatabaseSettings: Sendable {
    /// What `pg_stat_activity` shows, and the label of the metrics.
    public var name: String
    /// How many threads, each with a session; both begin when they are first needed.
    public var size = 4
    /// After how much idleness a session is closed, to be made anew when it is needed; nil: never.
    public var idleLimit: Duration? = .seconds(60)
    /// How many transactions may wait for a thread; the next one is turned away.
    public var queueLimit = 1_000
    /// How long one statement may take; nil for ever. The server is asked to end it; if it does not answer within `silenceLimit` more, it is left.
    public var statementTimeout: Duration? = .seconds(30)
    /// How long a statement may wait for a lock.
    public var lockTimeout: Duration? = .seconds(10)
    /// How long a transaction may do nothing; then the server ends the session.
    public var idleInTransactionTimeout: Duration? = .seconds(60)
    /// How long the making of a connection may take. Whole seconds, two at least, says libpq.
    public var connectTimeout = Duration.seconds(5)
    /// After how much silence a peer is taken for dead: TCP keepalives and `tcp_user_timeout`; for a socket of this machine, by `statementTimeout`.
    public var silenceLimit = Duration.seconds(15)
    /// How many statements a session keeps prepared. What comes beyond is parsed each time, and the least used are forgotten.
    public var preparedLimit = 256
    /// How long no new connection is tried after the first failure; doubled with each further one.
    public var firstPause = Duration.milliseconds(100)
    /// The longest such pause.
    public var longestPause = Duration.seconds(5)
    /// Further settings of the sessions (`plan_cache_mode`).
    public var session: [String: String] = [:]

    /// Settings under a name, the rest as said above.
    public init(name: String) {
        self.name = name
    }
}

/// How one transaction is.
public struct TransactionOptions: Sendable {
    /// What it may see of others.
    public enum Isolation: Sendable {
        /// Each statement sees what was committed before it.
        case readCommitted
        /// All statements see what was committed before the first.
        case repeatableRead
        /// As if no two transactions ran at the same time.
        case serializable
    }

    /// What it may see of others.
    public var isolation = Isolation.readCommitted
    /// Whether it must not write.
    public var isReadOnly = false
    /// How long it may take from the moment it is asked for, the wait for a thread included. Looked at before each statement and before COMMIT.
    public var deadline: Duration?
    /// How long one statement may take here, when the database's own limit does not fit (an index being built).
    public var statementTimeout: Duration?
    /// Each statement is a transaction of its own, without BEGIN and COMMIT: one journey in place of two. See `eachStatement`.
    private(set) var isPerStatement = false

    /// Read committed, read and write, without a deadline.
    public init(
        isolation: Isolation = .readCommitted, isReadOnly: Bool = false, deadline: Duration? = nil, statementTimeout: Duration? = nil
    ) {
        self.isolation = isolation
        self.isReadOnly = isReadOnly
        self.deadline = deadline
        self.statementTimeout = statementTimeout
    }

    /// Reads only, and all of it as of one moment.
    public static let snapshot = TransactionOptions(isolation: .repeatableRead, isReadOnly: true)

    /// For looks and single writes: each statement is a transaction of its own, committed when it returns. No scope, no savepoint.
    public static let eachStatement: TransactionOptions = {
        var options = TransactionOptions()
        options.isPerStatement = true
        return options
    }()

    var begin: SQL {
        switch (self.isolation, self.isReadOnly) {
        case (.readCommitted, false): "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
        case (.readCommitted, true): "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY"
        case (.repeatableRead, false): "BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE"
        case (.repeatableRead, true): "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        case (.serializable, false): "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE"
        case (.serializable, true): "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY"
        }
    }
}

extension Duration {
    /// Whole milliseconds, rounded up.
    var milliseconds: Int {
        let (seconds, attoseconds) = self.components
        return Int(clamping: seconds) * 1_000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
