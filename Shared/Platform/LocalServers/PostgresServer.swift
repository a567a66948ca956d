import Synchronization

/// A PostgreSQL of our own: its data in one folder, reachable from this machine alone.
///
/// As root it runs as an unprivileged user, because PostgreSQL refuses root. It dies with this process. A second start finds its data.
public final class PostgresServer: Sendable {
    /// How long a start may take; recovery after a crash included.
    public static let startLimit = Duration.seconds(60)
    /// How often a start is tried again when the port was taken meanwhile, or the processes of a killed server are not yet gone.
    public static let startAttempts = 50
    /// The superuser of the cluster, and the database that is always there.
    public static let superuser = "postgres"

    private let folder: PostgresFolder
    private let programs: PostgresPrograms
    private let settings: [String: String]
    private let running: Mutex<(child: ChildProcess, port: Int)>

    private init(
        folder: PostgresFolder, programs: PostgresPrograms, settings: [String: String], child: ChildProcess, port: Int
    ) {
        self.folder = folder
        self.programs = programs
        self.settings = settings
        self.running = Mutex((child, port))
    }

    /// Starts the cluster of a folder, which is made when there is none, and waits until it takes connections.
    ///
    /// Without a port it gets a free one. The settings are those of `postgresql.conf`. A server that works on the folder still, because the process
    /// that had it was just killed, is waited for.
    public static func start(
        in path: String, port: Int? = nil, settings: [String: String] = [:], user: SystemUser? = .unprivileged(),
        waitingForOther holderLimit: Duration = .seconds(10)
    ) async throws(PostgresServerError) -> PostgresServer {
        let folder = PostgresFolder(path: path, user: user)
        try folder.make()
        let programs: PostgresPrograms
        if let version = folder.dataVersion {
            do { programs = try await .find(version: version) } catch { throw .otherVersion(folder: path, version: version) }
        } else {
            programs = try await .find()
            try await PostgresBirth(folder: folder, programs: programs, isDurable: settings["fsync"] != "off").make()
        }
        let start = PostgresStart(folder: folder, programs: programs, settings: settings, port: port, holderLimit: holderLimit)
        let (child, chosen) = try await start.run()
        return PostgresServer(folder: folder, programs: programs, settings: settings, child: child, port: chosen)
    }

    /// Its port on 127.0.0.1.
    public var port: Int { self.running.withLock { $0.port } }

    /// The postmaster's process id.
    public var processID: Int32 { self.running.withLock { $0.child.id } }

    /// How the postmaster ended; nil while it runs.
    public var ending: Ending? { self.running.withLock { $0.child }.ending }

    /// Waits until the postmaster that runs now has ended.
    public func ended() async -> Ending { await self.running.withLock { $0.child }.wait() }

    /// Where it writes what happens to it.
    public var log: String { self.folder.log }

    /// A libpq connection string for the superuser.
    public func connectionString(database: String = "postgres") throws(PostgresServerError) -> String {
        self.connectionString(user: Self.superuser, password: try self.folder.password(), database: database)
    }

    /// A libpq connection string for a role. By the socket where there is one, else by loopback.
    public func connectionString(user: String, password: String, database: String) -> String {
        "host=\(Self.quoted(self.host)) port=\(self.port) user=\(Self.quoted(user)) password=\(Self.quoted(password)) "
            + "dbname=\(Self.quoted(database))"
    }

    /// Runs SQL as the superuser, each statement by itself (so that `CREATE DATABASE` may be among them); gives back what it printed.
    @discardableResult
    public func execute(_ sql: String, database: String = "postgres") async throws(PostgresServerError) -> String {
        var command = Command(self.programs.path("psql"), ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"])
        command.input = Array(sql.utf8)
        command.environment = [
            "PGHOST": self.host, "PGPORT": String(self.port), "PGUSER": Self.superuser, "PGPASSWORD": try self.folder.password(),
            "PGDATABASE": database, "PGOPTIONS": "", "PGCLIENTENCODING": "UTF8",
        ]
        do { return try await ChildProcess.run(command) } catch { throw .program(error) }
    }

    private var host: String { self.folder.socketFolder ?? "127.0.0.1" }

    /// How a server is stopped.
    public enum StopMode: Sendable {
        /// Sessions are ended, what is running is rolled back, all is written down.
        case fast
        /// All processes end at once; the next start recovers from the write-ahead log.
        case immediate
    }

    /// Stops the server and waits for its end.
    public func stop(_ mode: StopMode = .fast) async {
        let child = self.running.withLock { $0.child }
        switch mode {
        case .fast: await child.stop(.interrupt, grace: .seconds(30))
        case .immediate: await child.stop(.quit, grace: .seconds(10))
        }
    }

    /// Ends the postmaster with SIGKILL, as a crash would, and waits for its end. Its other processes notice and follow.
    public func kill() async {
        let child = self.running.withLock { $0.child }
        child.send(.kill)
        await child.wait()
    }

    /// Starts the server again, on the port that it had, after `stop` or `kill`; stops it first when it runs.
    public func restart(_ mode: StopMode = .fast) async throws(PostgresServerError) {
        await self.stop(mode)
        let start = PostgresStart(
            folder: self.folder, programs: self.programs, settings: self.settings, port: self.port, holderLimit: .seconds(10))
        let (child, port) = try await start.run()
        self.running.withLock { $0 = (child, port) }
    }

    /// libpq, 34.1.1.1: in single quotes, with quotes and backslashes escaped.
    private static func quoted(_ value: String) -> String {
        var result = "'"
        for character in value {
            if character == "'" || character == "\\" { result.append("\\") }
            result.append(character)
        }
        return result + "'"
    }
}
