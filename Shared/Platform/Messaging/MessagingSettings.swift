public import Postgres

/// How long and how much, for everything that publishes or applies events. Each limit has its name here.
public struct MessagingSettings: Sendable {
    /// What to do when the log is not the one that the positions speak of.
    public enum NewLog: String, Sendable, CaseIterable {
        /// Fill the new log from the outbox and read it from its beginning.
        case rewind
        /// Stop, and say so: a wrong address must neither receive the archive nor be read.
        case halt
    }

    /// How often a process says that it lives.
    public var heartbeat: Duration
    /// After how long without a heartbeat a process counts as dead.
    public var dead: Duration
    /// What a new log means.
    public var newLog: NewLog
    /// A name before each topic's name, so that two installations can share a cluster.
    public var topicPrefix: String
    /// Where the JSON Schemas of this service's events are served; the type's schema name is appended.
    public var schemaBase: String

    /// Rows that the relay sends before it notes its position.
    public var page = 5_000
    /// Bytes of data that one page may hold; a larger event is a page of its own.
    public var pageBytes = 16 << 20
    /// Records that a consumer applies in one transaction.
    public var slice = 500
    /// How long a consumer waits for a slice to fill.
    public var sliceWait: Duration = .milliseconds(50)
    /// The relay's shortest sleep, after work; it doubles up to `idle`.
    public var awake: Duration = .milliseconds(5)
    /// The relay's longest sleep: how late it sees what another process has written. A commit in its own process wakes it.
    public var idle: Duration = .milliseconds(100)
    /// How often an idle relay turns from the outbox to all else: whether the log has changed, what may be stored or deleted.
    public var turn: Duration = .seconds(1)
    /// How often an idle relay stores how far it has looked.
    public var storeIdle: Duration = .seconds(60)
    /// How often a consumer checks that its position still means what it meant.
    public var checkPosition: Duration = .seconds(60)
    /// How often "read to the end" is noted.
    public var noteCaughtUp: Duration = .seconds(5)
    /// The first and the longest pause after a fault of the infrastructure.
    public var backOff: ClosedRange<Duration> = .milliseconds(100) ... .seconds(30)
    /// How long a superseded event is kept.
    public var retention: Duration = .seconds(7 * 86_400)
    /// How often the relay deletes what may go, and how many rows at a time.
    public var retentionInterval: Duration = .seconds(60)
    /// Rows deleted at a time.
    public var retentionRows = 5_000
    /// On the embedded broker, how many bytes of a partition may wait for its slowest reader.
    public var embeddedWindow = 3 << 20

    /// Sessions for what applies events: a process that is stopped amid a slice must not hold its rows longer than its lease.
    public func database(_ name: String, schema: String, size: Int) -> DatabaseSettings {
        var database = DatabaseSettings(name: name)
        database.size = size
        database.session = ["search_path": schema]
        database.idleInTransactionTimeout = self.dead
        return database
    }

    /// The relay's session: one, which stays even while the relay waits for the log, with plans made for the snapshots at hand.
    public func relayDatabase(_ name: String, schema: String) -> DatabaseSettings {
        var database = self.database(name, schema: schema, size: 1)
        database.idleLimit = nil
        database.session["plan_cache_mode"] = "force_custom_plan"
        return database
    }

    /// Settings with the lease times of production: a heartbeat every 2 s, dead after 8 s.
    public init(
        heartbeat: Duration = .seconds(2), dead: Duration = .seconds(8), newLog: NewLog, topicPrefix: String = "", schemaBase: String
    ) {
        self.heartbeat = heartbeat
        self.dead = dead
        self.newLog = newLog
        self.topicPrefix = topicPrefix
        self.schemaBase = schemaBase
    }
}
