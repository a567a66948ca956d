/// One skill that a role takes.
public struct Requirement: Sendable, Hashable {
    /// How much one may weigh.
    public static let importances = 1...5

    /// The framework that the skill stands in.
    public let framework: String
    /// Its code there.
    public let code: String
    /// How much it weighs, from 1 to 5.
    public let importance: Int
    /// Whether nobody can fill the role without it.
    public let isMust: Bool
    /// The level that it takes at least; nil for any.
    public let level: String?

    /// A requirement from its parts.
    public init(framework: String, code: String, level: String? = nil, importance: Int, isMust: Bool) {
        self.framework = framework
        self.code = code
        self.level = level
        self.importance = importance
        self.isMust = isMust
    }

    /// Whether a level that is shown is enough: the same word, or as whole numbers at least as much. No level asked for: any, also none.
    public func isMet(at shown: String?) -> Bool {
        guard let level else { return true }
        guard let shown else { return false }
        if shown == level { return true }
        guard let shown = Self.number(shown), let wanted = Self.number(level) else { return false }
        return shown >= wanted
    }

    /// A whole number of at most nine digits, without a sign.
    private static func number(_ text: String) -> Int? {
        (1...9).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
    }
}
