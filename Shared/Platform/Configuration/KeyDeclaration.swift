/// What there is to know of a setting without its type: for help, for the README's table, for the tests of compose and Helm.
public struct KeyDeclaration: Sendable, Hashable {
    enum Kind: Sendable, Hashable { case value, truth, secret }

    /// Its name, in words between hyphens and sections between dots: `http.drain-time`.
    public let name: String
    /// What it decides, in one sentence.
    public let help: String
    /// What may stand there, as it completes "should be".
    public let expected: String
    /// What stands for the value in a usage line.
    public let placeholder: String
    /// What holds when nobody says anything; nil when there is no default.
    public let defaultText: String?
    /// Whether the program cannot do without it.
    public let isRequired: Bool
    /// Whether it may be given as a flag only, for what belongs to one call of a command.
    public let isFlagOnly: Bool
    /// Whether its flag may be said several times, each time with one value more.
    public let isRepeatable: Bool
    let kind: Kind

    /// Whether its value must never be shown.
    public var isSecret: Bool { self.kind == .secret }
    /// `--http-drain-time`; for a secret the flag that names its file.
    public var flag: String { "--" + self.name.map { $0 == "." ? "-" : String($0) }.joined() + (self.isSecret ? "-file" : "") }
    /// `CAIRN_HTTP_DRAIN_TIME`; nil for what is a flag only.
    public var environment: String? {
        self.isFlagOnly ? nil : Self.environmentPrefix + self.name.uppercased().map { $0 == "." || $0 == "-" ? "_" : String($0) }.joined()
    }
    /// What every variable of the suite begins with.
    public static let environmentPrefix = "CAIRN_"

    /// The name that a secret's file is given by in the configuration file and in the environment.
    var fileName: String { self.name + "-file" }
    var environmentNames: [String] { [self.environment, self.isSecret ? self.fileEnvironment : nil].compactMap { $0 } }
    var fileEnvironment: String? { self.environment.map { $0 + "_FILE" } }
}

/// A declared setting of any type.
public protocol DeclaredKey: Sendable {
    /// What there is to know of it.
    var declaration: KeyDeclaration { get }
    /// The value of a text; nil when it is not what is expected.
    func value(of text: String) -> (any Sendable)?
    /// The value of all texts that were said; nil when one of them is not what is expected. Only a repeatable setting has more than one.
    func value(ofAll texts: [String]) -> (any Sendable)?
    /// What holds when nobody says anything; nil when the setting is required.
    var fallback: (any Sendable)? { get }
}
