/// The settings of a program, all of them read and checked before it begins.
///
/// Flags win over variables, variables over the configuration file, the file over defaults. Whatever nobody declared is refused, since a setting
/// with a slip in its name would otherwise be silently without effect.
public struct Configuration: Sendable {
    /// What was declared, in the order of declaration.
    public let keys: [KeyDeclaration]
    private let values: [String: any Sendable]
    private let origins: [String: ConfigurationProblem.Origin]

    /// Reads the declared settings from their sources, or says all that is wrong.
    public init(_ keys: [any DeclaredKey], from sources: ConfigurationSources) throws(ConfigurationError) {
        let declarations = keys.map(\.declaration)
        precondition(Set(declarations.map(\.flag)).count == declarations.count, "two settings have one name")
        let settings = sources.settings(for: declarations)
        var problems = settings.problems
        var values: [String: any Sendable] = [:]
        var origins: [String: ConfigurationProblem.Origin] = [:]
        let refused = Set(problems.map(\.origin))
        for key in keys {
            let declaration = key.declaration
            if let setting = settings.byName[declaration.name] {
                origins[declaration.name] = setting.origin
                if let value = key.value(ofAll: setting.texts) {
                    values[declaration.name] = value
                } else if !refused.contains(setting.origin) {
                    let wrong = setting.texts.first { key.value(of: $0) == nil } ?? ""
                    let found = declaration.isSecret ? "is not" : "is \"\(wrong.prefix(120))\""
                    problems.append(
                        ConfigurationProblem(origin: setting.origin, message: "should be \(declaration.expected), but \(found)"))
                }
            } else if let value = key.fallback {
                values[declaration.name] = value
            } else if !settings.namedInVain.contains(declaration.name) {
                problems.append(ConfigurationProblem(origin: .nowhere, message: Self.missing(declaration)))
            }
        }
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        self.keys = declarations
        self.values = values
        self.origins = origins
    }

    /// The value of a declared setting.
    public subscript<Value>(key: ConfigurationKey<Value>) -> Value {
        guard let value = self.values[key.declaration.name] as? Value else {
            preconditionFailure("the setting \(key.declaration.name) is not among those that this configuration was read with")
        }
        return value
    }

    /// Where the value of a setting was said; nil when it is the default.
    public func origin(of key: some DeclaredKey) -> ConfigurationProblem.Origin? { self.origins[key.declaration.name] }

    private static func missing(_ key: KeyDeclaration) -> String {
        let variables = [key.environment, key.isSecret ? key.fileEnvironment : nil].compactMap { $0 }
        let ways = ([key.flag] + variables).joined(separator: " or ")
        return "\(key.name) is needed (\(key.help)): give \(ways)"
    }
}
