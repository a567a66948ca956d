import Compression
import Crypto

/// The status of many credentials, a few bits each (Bitstring Status List 1.0 §2.2, §3.3, §3.4). Entry 0 is the left-most of byte 0.
public struct BitstringStatusList: Sendable, Equatable {
    /// The fewest entries a list may have, so that no entry stands for a known person (§5.1).
    public static let minimumEntries = 131_072
    /// The most bytes that a list may unpack to.
    public static let maximumBytes = 16 << 20
    /// The longest packed text that is read at all.
    public static let maximumEncodedLength = 24 << 20
    /// The most bits that one entry may have.
    public static let maximumStatusSize = 8

    /// How many bits an entry has.
    public let statusSize: Int
    private var bytes: [UInt8]

    /// A list of entries that are all 0.
    public init(entries: Int = BitstringStatusList.minimumEntries, statusSize: Int = 1) {
        precondition(
            entries >= Self.minimumEntries && (1...Self.maximumStatusSize).contains(statusSize), "a list of a size that is not allowed")
        self.statusSize = statusSize
        self.bytes = [UInt8](repeating: 0, count: (entries * statusSize + 7) / 8)
    }

    /// Unpacks a list: `u`, base64url without padding, gzip.
    public init(encoded: String, statusSize: Int = 1) throws(StatusListError) {
        try self.init(encoded, statusSize: statusSize) { text throws(CryptoError) in try Multibase.base64URL.decode(text) }
    }

    /// Unpacks a list of StatusList2021: base64url or base64, with padding or without, gzip.
    init(encoded2021 encoded: String) throws(StatusListError) {
        try self.init(encoded, statusSize: 1) { text throws(CryptoError) in
            let digits = text.utf8.map { byte in
                switch byte {
                case UInt8(ascii: "+"): UInt8(ascii: "-")
                case UInt8(ascii: "/"): UInt8(ascii: "_")
                default: byte
                }
            }
            let padding = digits.reversed().prefix { $0 == UInt8(ascii: "=") }.count
            guard padding <= 2 else { return try Base64.url.decode(text) }
            return try Base64.url.decode(String(decoding: digits.dropLast(padding), as: UTF8.self))
        }
    }

    private init(
        _ encoded: String, statusSize: Int, decode: (String) throws(CryptoError) -> [UInt8]
    ) throws(StatusListError) {
        guard (1...Self.maximumStatusSize).contains(statusSize) else {
            throw .malformedValue("a status has 1 to \(Self.maximumStatusSize) bits, not \(statusSize)")
        }
        guard encoded.utf8.count <= Self.maximumEncodedLength else { throw .malformedValue("the list is longer than is read here") }
        do {
            self.bytes = try Deflate.gzip.decompress(try decode(encoded), limit: Self.maximumBytes)
        } catch {
            throw .malformedValue("the list is not gzip in base64url after a u: \(error)")
        }
        self.statusSize = statusSize
        guard self.count >= Self.minimumEntries else { throw .length(entries: self.count) }
    }

    /// How many entries there are.
    public var count: Int { self.bytes.count * 8 / self.statusSize }

    /// The text form. Equal lists give equal texts.
    public var encoded: String { Multibase.base64URL.encode(Deflate.gzip.compress(self.bytes)) }

    /// The status of an entry; an error beyond the end.
    public func status(at index: Int) throws(StatusListError) -> Int {
        guard (0..<self.count).contains(index) else { throw .range }
        var value = 0
        for bit in (index * self.statusSize)..<((index + 1) * self.statusSize) {
            value = value << 1 | Int(self.bytes[bit / 8] >> (7 - UInt8(bit % 8)) & 1)
        }
        return value
    }

    /// Gives an entry another status.
    public mutating func set(_ value: Int, at index: Int) throws(StatusListError) {
        guard (0..<self.count).contains(index) else { throw .range }
        guard (0..<(1 << self.statusSize)).contains(value) else {
            throw .malformedValue("a status of \(self.statusSize) bits cannot be \(value)")
        }
        for offset in 0..<self.statusSize {
            let bit = index * self.statusSize + offset
            let mask = UInt8(0x80) >> UInt8(bit % 8)
            if value >> (self.statusSize - 1 - offset) & 1 == 1 { self.bytes[bit / 8] |= mask } else { self.bytes[bit / 8] &= ~mask }
        }
    }
}
