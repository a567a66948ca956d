public import JSON

/// The entries of a status list: exactly 131,072 of one bit, the first entry in the highest bit of the first byte (Bitstring Status List 1.0 §2.2).
public struct StatusBits: Sendable, Hashable, JSONDecodable, JSONEncodable {
    /// How many entries a list has.
    public static let entries = 131_072

    /// The 16,384 bytes.
    public let bytes: [UInt8]

    /// A list in which nothing is set.
    public init() {
        self.bytes = [UInt8](repeating: 0, count: Self.entries / 8)
    }

    /// A list from its bytes; nil when they are more or fewer.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.entries / 8 else { return nil }
        self.bytes = bytes
    }

    /// Whether an entry is set.
    public subscript(entry: Int) -> Bool {
        precondition((0..<Self.entries).contains(entry), "an entry has a number from 0 to 131,071")
        return self.bytes[entry / 8] >> UInt8(7 - entry % 8) & 1 == 1
    }

    /// The list after some entries have changed.
    public func setting(_ changes: some Sequence<(entry: Int, isSet: Bool)>) -> StatusBits {
        var bytes = self.bytes
        for (entry, isSet) in changes {
            precondition((0..<Self.entries).contains(entry), "an entry has a number from 0 to 131,071")
            let bit = UInt8(0x80) >> UInt8(entry % 8)
            if isSet { bytes[entry / 8] |= bit } else { bytes[entry / 8] &= ~bit }
        }
        return StatusBits(checked: bytes)
    }

    private init(checked bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads base64url without padding (RFC 4648 §5).
    public init(from json: JSONView) throws(JSONDecodingError) {
        guard let text = json.string, let bytes = Base64URL.decode(text), let bits = StatusBits(bytes: bytes) else {
            throw json.mismatch(expected: "131,072 bits in base64url without padding")
        }
        self = bits
    }

    /// Base64url without padding.
    public var json: JSON { .string(Base64URL.encode(self.bytes)) }
}
