/// A type of PostgreSQL's, as the wire knows it. The numbers are those of `pg_type.dat`.
public struct SQLType: Sendable, Hashable {
    /// The type's number; 0 leaves it to the server to tell the type from the place where the value stands.
    let oid: UInt32
    /// The number of the type as an element of an array.
    let elementOID: UInt32
    /// The number of the array type over it; 0 when there is none that values of Swift's are sent as.
    let arrayOID: UInt32
    /// Whether a value is sent in PostgreSQL's binary form. Values whose type is left open are sent as text, which every type can read.
    let isBinary: Bool

    private init(_ oid: UInt32, array: UInt32, element: UInt32? = nil, isBinary: Bool = true) {
        self.oid = oid
        self.elementOID = element ?? oid
        self.arrayOID = array
        self.isBinary = isBinary
    }

    /// The array type over this one.
    var array: SQLType { SQLType(self.arrayOID, array: 0) }

    /// `boolean`
    public static let bool = SQLType(16, array: 1000)
    /// `bytea`
    public static let bytea = SQLType(17, array: 1001)
    /// `bigint`
    public static let int8 = SQLType(20, array: 1016)
    /// `integer`
    public static let int4 = SQLType(23, array: 1007)
    /// `double precision`
    public static let float8 = SQLType(701, array: 1022)
    /// `timestamptz`
    public static let timestamptz = SQLType(1184, array: 1185)
    /// `uuid`
    public static let uuid = SQLType(2950, array: 2951)
    /// Text that becomes whatever its place in the statement asks for: `text`, `jsonb`, `xid8`, `numeric`, an enum. An array of it is `text[]`.
    public static let text = SQLType(0, array: 1009, element: 25, isBinary: false)

    /// What people call the type with this number.
    static func name(_ oid: UInt32) -> String {
        let names: [UInt32: String] = [
            16: "boolean", 17: "bytea", 18: "char", 19: "name", 20: "bigint", 21: "smallint", 23: "integer", 25: "text", 26: "oid",
            114: "json", 700: "real", 701: "double precision", 1000: "boolean[]", 1001: "bytea[]", 1007: "integer[]", 1009: "text[]",
            1016: "bigint[]", 1022: "double precision[]", 1042: "character", 1043: "character varying", 1082: "date", 1083: "time",
            1114: "timestamp", 1184: "timestamptz", 1185: "timestamptz[]", 1186: "interval", 1700: "numeric", 2249: "record",
            2278: "void", 2950: "uuid", 2951: "uuid[]", 3802: "jsonb", 5038: "pg_snapshot", 5069: "xid8",
        ]
        return names[oid] ?? "type \(oid)"
    }
}
