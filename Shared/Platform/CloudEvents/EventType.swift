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
        precondition(
            Self.isWord(Array(noun.utf8)[...]) && Self.isWord(Array(verb.utf8)[...]) && version > 0,
            "a type is two words of a-z and 0-9 and a number from 1")
        self.noun = noun
        self.verb = verb
        self.version = version
    }

    /// Reads `org.cairn.<noun>.<verb>.v<N>`; nil when it is not that.
    public init?(parsing text: String) {
        self.init(utf8: Array(text.utf8))
    }

    init?(utf8 text: [UInt8]) {
        guard text.starts(with: Self.prefix.utf8) else { return nil }
        let rest = text[Self.prefix.utf8.count...]
        guard let first = rest.firstIndex(of: UInt8(ascii: ".")) else { return nil }
        guard let second = rest[(first + 1)...].firstIndex(of: UInt8(ascii: ".")) else { return nil }
        let (noun, verb, last) = (rest[..<first], rest[(first + 1)..<second], rest[(second + 1)...])
        guard Self.isWord(noun), Self.isWord(verb), last.first == UInt8(ascii: "v"), let version = Decimal.positive(last.dropFirst()),
            version <= Int64(Int32.max)
        else { return nil }
        self.noun = String(decoding: noun, as: UTF8.self)
        self.verb = String(decoding: verb, as: UTF8.self)
        self.version = Int(version)
    }

    /// The `ce_type` header.
    public var description: String { "\(Self.prefix)\(self.noun).\(self.verb).v\(self.version)" }

    /// The name of the JSON Schema of its data, which all verbs of a noun share: `credential.v1.json`.
    public var schemaName: String { "\(self.noun).v\(self.version).json" }

    private static func isWord(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first), text.count <= 40 else { return false }
        return text.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        }
    }
}
