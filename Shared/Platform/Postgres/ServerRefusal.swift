import CLibPQ

/// An error as the server reports it, without the values of rows.
///
/// DETAIL, HINT and CONTEXT are never read: they quote keys and whole rows. Messages of class 22 (data exceptions) echo the value too
/// (`invalid input syntax for type integer: "abc"`), so there what is quoted and what follows a colon is left out.
public struct ServerRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    /// PostgreSQL Appendix A: five characters, the first two are the class.
    public let sqlState: String
    /// The server's message, in its language.
    public let message: String
    /// The constraint that was violated.
    public var constraint: String?
    /// The table it is about, and its schema.
    public var table: String?
    /// See `table`.
    public var schema: String?
    /// The column it is about.
    public var column: String?
    /// The function in the server's source that raised it: tells apart what shares a state, in every language.
    var routine: String?
    /// Whether these are the session's last words. libpq sees the connection's end only later.
    var endsSession = false

    init(sqlState: String, message: String) {
        self.sqlState = sqlState
        self.message = sqlState.hasPrefix("22") ? Self.withoutValues(message) : message
    }

    init(_ result: OpaquePointer) {
        func field(_ code: Unicode.Scalar) -> String? {
            PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) }
        }
        self.init(sqlState: field("C") ?? "?????", message: field("M") ?? Self.oneLine(String(cString: PQresultErrorMessage(result))))
        self.constraint = field("n")
        self.table = field("t")
        self.schema = field("s")
        self.column = field("c")
        self.routine = field("R")
        self.endsSession = field("V") == "FATAL" || field("V") == "PANIC"
    }

    /// Whether a prepared statement no longer fits the schema, or is gone (DISCARD ALL).
    var isStalePlan: Bool { (self.sqlState == "0A000" && self.routine == "RevalidateCachedQuery") || self.sqlState == "26000" }

    /// libpq's own words, which have line ends in them.
    static func oneLine(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).map { $0.trimmingPrefix { $0.isWhitespace } }.joined(separator: "; ")
        return line.isEmpty ? "no reason given" : line
    }

    /// Message, state and names.
    public var description: String {
        var text = "PostgreSQL refused (\(self.sqlState)): \(self.message)"
        if let table { text += ", table \(self.schema.map { $0 + "." } ?? "")\(table)" }
        if let column { text += ", column \(column)" }
        if let constraint { text += ", constraint \(constraint)" }
        return text
    }

    /// The connection, the server's state, its resources, or other transactions; not this one's data.
    var isInfrastructure: Bool {
        switch self.sqlState.prefix(2) {
        case "08", "40", "53", "57", "58": self.sqlState != "40002"  // integrity constraint violation
        default: ["55P03", "55006", "25006", "25P03", "25P04"].contains(self.sqlState)  // locks, a standby, transaction timeouts
        }
    }

    private static func withoutValues(_ message: String) -> String {
        var text = message
        if let first = text.firstIndex(of: "\""), let last = text.lastIndex(of: "\"") {
            text.replaceSubrange(first...last, with: "…")
        }
        if let colon = text.firstIndex(of: ":") { text.removeSubrange(colon...) }
        return text
    }
}
