import CLibPQ

/// Makes connections as the settings want them.
struct ConnectionMaking: Sendable {
    /// The oldest server that will do: pipelines, `unnest` over binary arrays, `pg_snapshot`.
    static let oldestServer = 150_000

    let settings: DatabaseSettings

    /// The text is libpq's: keywords and values, or a `postgresql://` address.
    func make(_ text: String, number: Int, wake: Wake) throws(PostgresError) -> Connection {
        let silence = max(1, self.settings.silenceLimit.milliseconds / 1_000)
        let words: [(String, String)] = [
            ("dbname", text), ("application_name", self.settings.name), ("client_encoding", "UTF8"),
            ("connect_timeout", String(max(2, self.settings.connectTimeout.milliseconds / 1_000))), ("keepalives", "1"),
            ("keepalives_idle", String(max(1, silence / 3))), ("keepalives_interval", String(max(1, silence / 3))),
            ("keepalives_count", "2"),
            ("tcp_user_timeout", String(silence * 1_000)),
        ]
        let made = Self.withStrings(words.map(\.0)) { names in
            Self.withStrings(words.map(\.1)) { PQconnectdbParams(names, $0, 1) }  // 1: the text takes the place of `dbname`
        }
        guard let handle = made else { throw .cannotConnect(reason: "out of memory") }
        let connection = Connection(handle, number: number, preparedLimit: self.settings.preparedLimit, wake: wake)
        guard PQstatus(handle) == CONNECTION_OK else {
            throw .cannotConnect(reason: ServerRefusal.oneLine(String(cString: PQerrorMessage(handle))))
        }
        guard PQserverVersion(handle) >= Self.oldestServer else {
            throw .unfit(setting: "server_version", value: String(PQserverVersion(handle)), wanted: "\(Self.oldestServer) or newer")
        }
        PQsetNoticeReceiver(handle, { _, _ in }, nil)  // notices quote values; libpq would write them to standard error
        guard PQenterPipelineMode(handle) == 1 else { throw .cannotConnect(reason: "libpq refuses pipeline mode") }
        try self.prepare(connection)
        return connection
    }

    private func prepare(_ connection: Connection) throws(PostgresError) {
        var all = self.settings.session
        all["statement_timeout"] = Self.text(self.settings.statementTimeout)
        all["lock_timeout"] = Self.text(self.settings.lockTimeout)
        all["idle_in_transaction_session_timeout"] = Self.text(self.settings.idleInTransactionTimeout)
        all["TimeZone"] = all["TimeZone"] ?? "UTC"
        var parameters = Parameters()
        var calls: [String] = []
        for (name, value) in all.sorted(by: { $0.key < $1.key }) {
            parameters.append(name)
            parameters.append(value)
            calls.append("set_config($\(parameters.count - 1), $\(parameters.count), false)")
        }
        let statement = SQL(trusted: "SELECT " + calls.joined(separator: ", "), parameters: parameters)
        _ = try connection.run([], statement, patience: self.settings.connectTimeout, ticket: nil)
    }

    private static func text(_ duration: Duration?) -> String {
        duration.map { String(max(1, $0.milliseconds)) } ?? "0"
    }

    private static func withStrings<R>(_ strings: [String], _ body: ([UnsafePointer<CChar>?]) -> R) -> R {
        let copies = strings.map { Array($0.utf8CString) }
        let buffers = copies.map { copy in
            let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: copy.count)
            buffer.initialize(from: copy, count: copy.count)
            return buffer
        }
        defer { for buffer in buffers { buffer.deallocate() } }
        return body(buffers.map { UnsafePointer($0) } + [nil])
    }
}
