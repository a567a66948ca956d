/// One value of a YAML document, with the place where it stands.
///
/// Scalars stay text: what a text means is for the key that it belongs to, so that a version `1.10` or a country `no` is never taken for a number or
/// a truth value.
public struct YAMLNode: Sendable, Equatable {
    /// What a value is made of.
    public enum Content: Sendable, Equatable {
        /// A text, and whether it stood without quotes.
        case scalar(String, isPlain: Bool)
        /// Values in order.
        case sequence([YAMLNode])
        /// Named values in order; no name stands twice.
        case mapping([Member])
    }

    /// A named value of a mapping.
    public struct Member: Sendable, Equatable {
        /// Its name.
        public let name: String
        /// Where the name stands.
        public let place: YAMLPlace
        /// The value.
        public let value: YAMLNode
    }

    /// What it is made of.
    public let content: Content
    /// Where it begins.
    public let place: YAMLPlace
}

/// A line and a column of a file, both from 1.
public struct YAMLPlace: Sendable, Hashable, CustomStringConvertible {
    /// The line, from 1.
    public let line: Int
    /// The column in characters, from 1.
    public let column: Int

    /// A place by line and column.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// `line 3, column 7`.
    public var description: String { "line \(self.line), column \(self.column)" }
}

/// What is wrong in a YAML file, and where.
public struct YAMLError: Error, Hashable, CustomStringConvertible {
    /// Where.
    public let place: YAMLPlace
    /// What, as a sentence without its end.
    public let message: String

    /// A fault at a place.
    public init(_ place: YAMLPlace, _ message: String) {
        self.place = place
        self.message = message
    }

    /// `line 3, column 7: the name "port" stands twice`.
    public var description: String { "\(self.place): \(self.message)" }
}
