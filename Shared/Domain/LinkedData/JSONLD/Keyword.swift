/// The keywords of JSON-LD 1.1 (JSON-LD 1.1 §1.7), framing apart.
enum Keyword: String, Sendable, CaseIterable {
    case base = "@base"
    case container = "@container"
    case context = "@context"
    case direction = "@direction"
    case graph = "@graph"
    case id = "@id"
    case `import` = "@import"
    case included = "@included"
    case index = "@index"
    case json = "@json"
    case language = "@language"
    case list = "@list"
    case nest = "@nest"
    case none = "@none"
    case prefix = "@prefix"
    case propagate = "@propagate"
    case protected = "@protected"
    case reverse = "@reverse"
    case set = "@set"
    case type = "@type"
    case value = "@value"
    case version = "@version"
    case vocab = "@vocab"

    private static let table = Dictionary(uniqueKeysWithValues: Self.allCases.map { ($0.rawValue, $0) })

    /// The keyword that a text is.
    init?(_ text: String) {
        guard text.utf8.first == UInt8(ascii: "@"), let keyword = Self.table[text] else { return nil }
        self = keyword
    }

    /// Whether a text looks like a keyword, `@` and ASCII letters: future versions may make it one, so it is ignored today.
    static func isForm(_ text: String) -> Bool {
        let bytes = text.utf8
        guard bytes.first == UInt8(ascii: "@"), bytes.count > 1 else { return false }
        return bytes.dropFirst().allSatisfy { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20 }
    }
}
