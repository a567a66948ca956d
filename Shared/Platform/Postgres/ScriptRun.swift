import CLibPQ

extension Connection {
    /// Runs a text of many statements, inside the transaction that is open. Without binds, and without the wait that can be ended from outside:
    /// for migrations only.
    func run(script text: String) throws(ScriptError) {
        guard PQexitPipelineMode(self.handle) == 1 else { throw ScriptError(cause: self.broken("libpq would not leave pipeline mode")) }
        var failure: ScriptError?
        let result = PQexec(self.handle, text)
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: break
        case PGRES_FATAL_ERROR:
            guard let result else { throw ScriptError(cause: self.broken()) }
            let position = PQresultErrorField(result, Int32(UInt8(ascii: "P"))).flatMap { Int(String(cString: $0)) }
            let refusal = ServerRefusal(result)
            let isLost = PQstatus(self.handle) == CONNECTION_BAD
            failure = ScriptError(
                cause: isLost ? self.broken(refusal.description) : .refused(refusal), line: position.map { Self.line(of: $0, in: text) })
        default: failure = ScriptError(cause: self.broken("a migration must not COPY"))
        }
        PQclear(result)
        if let failure, self.isBroken { throw failure }
        guard PQenterPipelineMode(self.handle) == 1 else { throw ScriptError(cause: self.broken("libpq would not enter pipeline mode")) }
        if let failure { throw failure }
    }

    /// The server counts characters from 1.
    private static func line(of position: Int, in text: String) -> Int {
        text.unicodeScalars.prefix(position - 1).reduce(1) { $0 + ($1 == "\n" ? 1 : 0) }
    }
}

/// What a script failed of, and at which line when the server says so.
struct ScriptError: Error {
    let cause: PostgresError
    var line: Int?
}
