/// Settings that hold for one transaction and that row-level security reads.
///
/// Each becomes `set_config(name, value, true)`: transaction-local, so that the next transaction of the same session begins without it.
public struct Scope: Sendable, Equatable {
    /// How many settings one scope may have.
    public static let limit = 16

    let settings: [Setting]

    struct Setting: Sendable, Equatable {
        let name: String
        let value: String
    }

    /// Settings by their dotted names, in the order in which they are set.
    public init(_ settings: KeyValuePairs<String, String>) {
        self.init(settings.map { (name: $0.key, value: $0.value) })
    }

    /// Settings by their dotted names, in the order in which they are set.
    public init(_ settings: [(name: String, value: String)]) {
        precondition(settings.count <= Self.limit, "a scope has at most \(Self.limit) settings")
        self.settings = settings.map { Setting(name: $0.name, value: $0.value) }
    }

    /// No setting: row-level security shows nothing.
    public static let none = Scope([:])

    /// All of them as one statement; nil when there is none.
    var statement: SQL? {
        if self.settings.isEmpty { return nil }
        var parameters = Parameters()
        for setting in self.settings {
            parameters.append(setting.name)
            parameters.append(setting.value)
        }
        return SQL(trusted: Self.texts[self.settings.count], parameters: parameters)
    }

    /// The statement by the number of settings.
    private static let texts = (0...Self.limit).map { count in
        "SELECT " + (0..<count).map { "set_config($\(2 * $0 + 1), $\(2 * $0 + 2), true)" }.joined(separator: ", ")
    }
}
