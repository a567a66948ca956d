/// Everything that is wrong with the settings, at once.
public struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    /// What is wrong, in the order of flags, environment, file, and what is missing.
    public let problems: [ConfigurationProblem]

    /// One line each.
    public var description: String { self.problems.map(\.description).joined(separator: "\n") }
}

/// One thing that is wrong with the settings, and where it was said.
public struct ConfigurationProblem: Sendable, Hashable, CustomStringConvertible {
    /// Where a setting was said.
    public enum Origin: Sendable, Hashable {
        /// On the command line.
        case flag(String)
        /// In a variable.
        case environment(String)
        /// In the configuration file; no place when the file cannot be read at all.
        case file(path: String, YAMLPlace?)
        /// Nowhere.
        case nowhere
    }

    /// Where.
    public let origin: Origin
    /// What, as a sentence without its end.
    public let message: String

    /// `CAIRN_HTTP_PORT should be a whole number from 1 to 65535, but is "x"`.
    public var description: String {
        switch self.origin {
        case .flag(let flag): "\(flag) \(self.message)"
        case .environment(let name): "\(name) \(self.message)"
        case .file(let path, nil): "\(path): \(self.message)"
        case .file(let path, let place?): "\(path):\(place.line):\(place.column): \(self.message)"
        case .nowhere: self.message
        }
    }
}
