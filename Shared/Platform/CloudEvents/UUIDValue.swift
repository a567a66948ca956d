/// Sixteen bytes that name something, written in the form of RFC 9562 §4: `019abcde-0123-7abc-8def-0123456789ab`.
///
/// Every version is taken, and bytes of no version too: a learner's pseudonym is the head of a keyed hash and has the same form.
public struct UUIDValue: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The first eight bytes, the first of them highest.
    public let high: UInt64
    /// The last eight bytes.
    public let low: UInt64

    /// A name from its two halves.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A name from exactly 16 bytes; nil when there are more or fewer.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        var halves: (UInt64, UInt64) = (0, 0)
        for byte in bytes {
            halves.0 = halves.0 << 8 | halves.1 >> 56
            halves.1 = halves.1 << 8 | UInt64(byte)
        }
        self.init(high: halves.0, low: halves.1)
    }

    /// Reads the 36 characters of the text form, in either case; nil when they are not that.
    public init?(_ text: some StringProtocol) {
        self.init(utf8: Array(text.utf8))
    }

    /// Reads the text form from its characters in UTF-8, as a header has them.
    public init?(utf8 characters: [UInt8]) {
        guard characters.count == 36 else { return nil }
        var halves: (UInt64, UInt64) = (0, 0)
        for (position, character) in characters.enumerated() {
            switch position {
            case 8, 13, 18, 23:
                guard character == UInt8(ascii: "-") else { return nil }
            default:
                guard let digit = Self.digit(character) else { return nil }
                halves.0 = halves.0 << 4 | halves.1 >> 60
                halves.1 = halves.1 << 4 | digit
            }
        }
        self.init(high: halves.0, low: halves.1)
    }

    /// The 16 bytes.
    public var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
            for place in 0..<8 {
                buffer[place] = UInt8(truncatingIfNeeded: self.high >> UInt64(56 - 8 * place))
                buffer[place + 8] = UInt8(truncatingIfNeeded: self.low >> UInt64(56 - 8 * place))
            }
            count = 16
        }
    }

    /// Which kind RFC 9562 §4.2 makes of it: 7 for one that begins with the time.
    public var kind: Int { Int(self.high >> 12 & 15) }

    /// Whether the variant of RFC 9562 §4.1 stands where it should.
    public var isStandard: Bool { self.low >> 62 == 0b10 }

    /// By bytes, as PostgreSQL orders `uuid`.
    public static func < (left: UUIDValue, right: UUIDValue) -> Bool { (left.high, left.low) < (right.high, right.low) }

    /// The text form in lower case.
    public var description: String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var place = 0
            for index in 0..<32 {
                if index == 8 || index == 12 || index == 16 || index == 20 {
                    buffer[place] = UInt8(ascii: "-")
                    place += 1
                }
                let half = index < 16 ? self.high : self.low
                let digit = UInt8(half >> UInt64(60 - 4 * (index % 16)) & 15)
                buffer[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
                place += 1
            }
            return place
        }
    }

    private static func digit(_ character: UInt8) -> UInt64? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(character - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(character - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(character - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
