/// A statement whose values are binds.
///
/// `"SELECT name FROM person WHERE id = \(id)"` sends `$1` and the value apart. The text can only come from literals of the program (they are
/// `StaticString`): there is no way to make a statement of a text that was read.
public struct SQL: Sendable, ExpressibleByStringInterpolation {
    /// How many values one statement may have (the wire protocol counts them in 16 bits).
    public static let parameterLimit = 65_535

    let text: String
    let parameters: Parameters
    /// Whether it comes back, so that keeping it prepared pays.
    let recurs: Bool

    /// A statement without values.
    public init(stringLiteral value: StaticString) {
        self.text = value.description
        self.parameters = Parameters()
        self.recurs = true
    }

    /// A statement with values.
    public init(stringInterpolation: StringInterpolation) {
        self.text = stringInterpolation.text
        self.parameters = stringInterpolation.parameters
        self.recurs = true
    }

    /// For texts that this module makes itself.
    init(trusted text: String, parameters: Parameters = Parameters(), recurs: Bool = true) {
        self.text = text
        self.parameters = parameters
        self.recurs = recurs
    }

    /// Takes the pieces of a literal as the compiler hands them over.
    public struct StringInterpolation: StringInterpolationProtocol {
        var text = ""
        var parameters = Parameters()

        /// Room for what is to come.
        public init(literalCapacity: Int, interpolationCount: Int) {
            self.text.reserveCapacity(literalCapacity + 4 * interpolationCount)
            self.parameters.reserve(interpolationCount)
        }

        /// A piece of the program's own text.
        public mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { self.text += String(decoding: $0, as: UTF8.self) }
        }

        /// A value.
        public mutating func appendInterpolation(_ value: some PostgresEncodable) {
            self.parameters.append(value)
            self.text += "$"
            self.text += String(self.parameters.count)
        }

        /// A value or NULL. Apart from the one above, because the compiler takes an optional in a generic place for an oversight.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            self.parameters.append(value)
            self.text += "$"
            self.text += String(self.parameters.count)
        }

        /// A name from configuration.
        public mutating func appendInterpolation(_ identifier: SQLIdentifier) {
            self.text += identifier.quoted
        }

        /// A part of a statement, with its values.
        public mutating func appendInterpolation(_ part: SQL) {
            let (text, count) = part.renumbered(from: self.parameters.count)
            precondition(count == part.parameters.count, "a part's placeholders are its own")
            self.text += text
            self.parameters.append(contentsOf: part.parameters)
        }
    }

    /// The text with its placeholders counted on from another's. They come in order; a `$` that is not the next one's is the text's own.
    private func renumbered(from start: Int) -> (text: String, count: Int) {
        if self.parameters.count == 0 { return (self.text, 0) }
        var result = ""
        var seen = 0
        for (index, piece) in self.text.split(separator: "$", omittingEmptySubsequences: false).enumerated() {
            if index == 0 {
                result += piece
                continue
            }
            result += "$"
            let digits = piece.utf8.prefix { (48...57).contains($0) }
            if Int(Substring(digits)) == seen + 1 {
                seen += 1
                result += String(start + seen)
                result += piece[digits.endIndex...]
            } else {
                result += piece
            }
        }
        return (result, seen)
    }
}
