/// Where settings are said.
public struct ConfigurationSources: Sendable {
    /// The flags of the command line, in order.
    public var flags: [Flag]
    /// The process's variables.
    public var environment: [String: String]
    /// Variables with the suite's prefix that are meant for other programs.
    public var foreignEnvironment: Set<String>
    /// Settings of other commands of the same program: no slip of the pen in a variable or in the file, but nothing to read here.
    public var otherKeys: [KeyDeclaration]
    /// The configuration file; nil when there is none.
    public var file: String?

    /// A flag as it was given.
    public struct Flag: Sendable, Hashable {
        /// With its hyphens: `--http-port`.
        public let name: String
        /// What follows it; nil for a flag that stands alone.
        public let value: String?

        /// A flag from its parts.
        public init(_ name: String, _ value: String?) {
            self.name = name
            self.value = value
        }
    }

    /// Sources from their parts.
    public init(
        flags: [Flag] = [], environment: [String: String] = [:], foreignEnvironment: Set<String> = [], otherKeys: [KeyDeclaration] = [],
        file: String? = nil
    ) {
        self.flags = flags
        self.environment = environment
        self.foreignEnvironment = foreignEnvironment
        self.otherKeys = otherKeys
        self.file = file
    }

    /// What all sources say together, the strongest first.
    func settings(for keys: [KeyDeclaration]) -> Settings {
        let others = self.otherKeys.filter { !$0.isFlagOnly }
        let foreign = self.foreignEnvironment.union(others.flatMap(\.environmentNames))
        var settings = FlagSource(flags: self.flags).settings(for: keys)
        settings.add(EnvironmentSource(variables: self.environment, foreign: foreign).settings(for: keys))
        if let file = self.file { settings.add(FileSource(path: file, otherKeys: others).settings(for: keys)) }
        return settings
    }
}

/// What one source says.
struct Settings {
    struct Setting {
        var texts: [String]
        let origin: ConfigurationProblem.Origin
    }

    private(set) var byName: [String: Setting] = [:]
    private(set) var problems: [ConfigurationProblem] = []
    /// Settings that were said in a way that is refused; not to be called missing as well.
    private(set) var namedInVain: Set<String> = []

    mutating func set(_ key: KeyDeclaration, to text: String, at origin: ConfigurationProblem.Origin) {
        guard self.byName[key.name] == nil else {
            self.refuse(key, at: origin, "is said twice, once as a value and once as a file")
            return
        }
        self.byName[key.name] = Setting(texts: [text], origin: origin)
    }

    /// Adds one more value of a setting that may be said several times.
    mutating func add(_ text: String, to key: KeyDeclaration, at origin: ConfigurationProblem.Origin) {
        self.byName[key.name, default: Setting(texts: [], origin: origin)].texts.append(text)
    }

    /// Takes a secret from the file that is named instead of it.
    mutating func set(_ key: KeyDeclaration, toFile path: String, at origin: ConfigurationProblem.Origin) {
        do {
            let bytes = try FileContents.read(path, limit: Secret.sizeLimit)
            guard let text = String(validating: bytes, as: UTF8.self) else { throw FileError(path: path, reason: "it is not UTF-8") }
            let line = text.last?.isNewline == true ? String(text.dropLast()) : text
            if line.isEmpty { throw FileError(path: path, reason: "it is empty") }
            self.set(key, to: line, at: origin)
        } catch {
            self.refuse(key, at: origin, "names a file that gives no secret: \(error)")
        }
    }

    mutating func refuse(_ key: KeyDeclaration? = nil, at origin: ConfigurationProblem.Origin, _ message: String) {
        self.problems.append(ConfigurationProblem(origin: origin, message: message))
        if let key { self.namedInVain.insert(key.name) }
    }

    /// Adds what a weaker source says.
    mutating func add(_ other: Settings) {
        self.byName.merge(other.byName) { stronger, _ in stronger }
        self.problems += other.problems
        self.namedInVain.formUnion(other.namedInVain)
    }
}
