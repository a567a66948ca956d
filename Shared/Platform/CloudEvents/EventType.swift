/// What happened to what: `org.cairn.credential.issued.v1` is the verb *issued* of the noun *credential* in its first shape.
///
/// The noun says which state the data carries and the version which shape it has. The verb only says why this state was written: a reader that
/// does not know it applies the state all the same.
public struct EventType: Sendable, Hashable, CustomStringConvertible {
    /// What every type of this suite begins with.
    public static let prefix = "org.cairn."

    /// The aggregate, in lower case and one word: `credential`.
    public let noun: String
    /// What happened, in the past tense: `issued`.
    public let verb: String
    /// The shape of the data, from 1; a changed meaning is the next.
    public let version: Int

    /// A type from its parts, which are the program's own.
    public init(_ noun: String, _ verb: String, version: Int = 1) {
        precondition(Self.isWord(noun) && Self.isWord(verb) && version > 0, "a type is two words of a-z and 0-9 and a number from 1")
        self.noun = noun
        self.verb = verb
        self.version = version
    }

    /// Reads `org.cairn.<noun>.<verb>.v<N>`; nil when it is not that.
    public init?(parsing text: String) {
        guard text.hasPrefix(Self.prefix) else { return nil }
        let parts = text.dropFirst(Self.prefix.count).split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, Self.isWord(parts[0]), Self.isWord(parts[1]), parts[2].hasPrefix("v"),
            let version = Decimal.positive(parts[2].dropFirst()), version <= Int64(Int32.max)
        else { return nil }
        self.noun = String(parts[0])
        self.verb = String(parts[1])
        self.version = Int(version)
    }

    /// The `ce_type` header.
    public var description: String { "\(Self.prefix)\(self.noun).\(self.verb).v\(self.version)" }

    /// The name of the JSON Schema of its data, which all verbs of a noun share: `credential.v1.json`.
    public var schemaName: String { "\(self.noun).v\(self.version).json" }

    private static func isWord(_ text: some StringProtocol) -> Bool {
        guard let first = text.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first), text.utf8.count <= 40
        else { return false }
        return text.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        }
    }
}
