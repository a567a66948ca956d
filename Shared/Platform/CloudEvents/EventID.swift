public import Observability

/// The name of one event: a UUID of version 7, so that names made later sort later (RFC 9562 §5.7).
///
/// It is made once, in the transaction that writes the event, and is the same in every repetition on the wire.
public struct EventID: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// How many random bytes a new name needs.
    public static let randomBytes = 10

    /// The sixteen bytes.
    public let value: UUIDValue

    /// A new name for an event written at a moment, from 10 random bytes.
    public init(at time: WallTime, random bytes: [UInt8]) {
        precondition(bytes.count == Self.randomBytes, "a name takes 10 random bytes")
        let milliseconds = UInt64(clamping: time.microseconds / 1_000) & 0xFFFF_FFFF_FFFF
        let first = UInt64(bytes[0] & 0x0F) << 8 | UInt64(bytes[1])
        let rest = bytes[2...].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        self.value = UUIDValue(high: milliseconds << 16 | 0x7000 | first, low: rest & 0x3FFF_FFFF_FFFF_FFFF | 1 << 63)
    }

    /// Takes sixteen bytes for a name; nil when they are no UUID of version 7.
    public init?(_ value: UUIDValue) {
        guard value.kind == 7, value.isStandard else { return nil }
        self.value = value
    }

    /// Reads the text form; nil when it is no UUID of version 7.
    public init?(_ text: some StringProtocol) {
        self.init(utf8: Array(text.utf8))
    }

    init?(utf8 characters: [UInt8]) {
        guard let value = UUIDValue(utf8: characters) else { return nil }
        self.init(value)
    }

    /// When it was made, to the millisecond.
    public var time: WallTime { WallTime(microseconds: Int64(self.value.high >> 16) * 1_000) }

    /// By time, then by chance.
    public static func < (left: EventID, right: EventID) -> Bool { left.value < right.value }

    /// The text form in lower case.
    public var description: String { self.value.description }
}
