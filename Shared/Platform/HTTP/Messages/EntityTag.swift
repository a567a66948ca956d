/// Names one version of a representation (RFC 9110 §8.8.3).
public struct EntityTag: Sendable, Hashable, CustomStringConvertible {
    /// What stands between the quotes.
    public let opaque: String
    /// Whether it names versions that mean the same rather than ones that are the same bytes.
    public let isWeak: Bool

    /// A tag. Nil when the text can't stand between quotes.
    public init?(_ opaque: String, isWeak: Bool = false) {
        guard opaque.utf8.allSatisfy({ $0 == 0x21 || (0x23...0x7E).contains($0) || $0 >= 0x80 }) else { return nil }
        self.opaque = opaque
        self.isWeak = isWeak
    }

    /// The tag of content that is compiled in: its length and its FNV-1a sum. Not for content that an adversary can choose.
    public init(ofTrusted bytes: [UInt8]) {
        let sum = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        self.opaque = String(bytes.count, radix: 16) + "-" + String(sum, radix: 16)
        self.isWeak = false
    }

    /// As it stands in the `ETag` field.
    public var description: String { "\(self.isWeak ? "W/" : "")\"\(self.opaque)\"" }

    /// Whether an `If-None-Match` names this version (RFC 9110 §13.1.2: by weak comparison). A field that is malformed names none.
    public func isNamed(byIfNoneMatch field: String) -> Bool {
        if field == "*" { return true }
        return Self.list(field)?.contains { $0.opaque == self.opaque } ?? false
    }

    /// Whether an `If-Match` names this version (RFC 9110 §13.1.1: by strong comparison). A field that is malformed names none.
    public func isNamed(byIfMatch field: String) -> Bool {
        if field == "*" { return true }
        return Self.list(field)?.contains { $0 == self && !self.isWeak } ?? false
    }

    private static func list(_ field: String) -> [EntityTag]? {
        var tags: [EntityTag] = []
        var rest = field[...]
        while true {
            rest = rest.drop { $0 == " " || $0 == "\t" || $0 == "," }
            if rest.isEmpty { return tags }
            let isWeak = rest.hasPrefix("W/")
            if isWeak { rest = rest.dropFirst(2) }
            guard rest.first == "\"", let end = rest.dropFirst().firstIndex(of: "\""),
                let tag = EntityTag(String(rest[rest.index(after: rest.startIndex)..<end]), isWeak: isWeak)
            else { return nil }
            tags.append(tag)
            rest = rest[rest.index(after: end)...].drop { $0 == " " || $0 == "\t" }
            guard rest.isEmpty || rest.first == "," else { return nil }
        }
    }
}
