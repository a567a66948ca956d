/// A moment as credentials write it: `xsd:dateTimeStamp` (XML Schema 1.1 part 2, §3.4.28), offset required, any number of fraction digits.
///
/// Two texts that name the same moment are equal. The fraction is kept exactly, so that no rounding moves a border.
public struct DateTimeStamp: Sendable, Hashable {
    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down; leap seconds do not exist in XML Schema.
    public let seconds: Int64
    /// The digits after the point, without zeros at the end.
    private let fraction: [UInt8]

    /// The longest text that is read.
    public static let maximumLength = 64

    /// A moment by the system's count.
    public init(secondsSinceEpoch seconds: Int64) {
        self.seconds = seconds
        self.fraction = []
    }

    /// A moment by the count of PostgreSQL and `WallTime`.
    public init(microsecondsSinceEpoch microseconds: Int64) {
        let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        self.seconds = remainder < 0 ? quotient - 1 : quotient
        let rest = remainder < 0 ? remainder + 1_000_000 : remainder
        let digits = String(rest).utf8
        self.fraction = Self.withoutTrailingZeros([UInt8](repeating: UInt8(ascii: "0"), count: 6 - digits.count) + digits)
    }

    /// Reads a text; nil when it is none, for instance without an offset or with a day that does not exist.
    public init?(_ text: String) {
        var scanner = DateTimeScanner(text)
        guard text.utf8.count <= Self.maximumLength, let date = scanner.date(), scanner.skip("T"), let clock = scanner.clock(),
            let offset = scanner.offset(), scanner.isAtEnd
        else { return nil }
        self.seconds = date * 86_400 + clock.seconds - offset * 60
        self.fraction = Self.withoutTrailingZeros(clock.fraction)
    }

    /// A moment so many whole seconds later.
    public func advanced(bySeconds count: Int64) -> DateTimeStamp {
        DateTimeStamp(seconds: self.seconds + count, fraction: self.fraction)
    }

    private init(seconds: Int64, fraction: [UInt8]) {
        self.seconds = seconds
        self.fraction = fraction
    }

    private static func withoutTrailingZeros(_ digits: [UInt8]) -> [UInt8] {
        var digits = digits
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        return digits
    }
}

extension DateTimeStamp: Comparable {
    /// By time, to the last digit.
    public static func < (left: DateTimeStamp, right: DateTimeStamp) -> Bool {
        left.seconds == right.seconds ? left.fraction.lexicographicallyPrecedes(right.fraction) : left.seconds < right.seconds
    }
}

extension DateTimeStamp: CustomStringConvertible {
    /// In UTC, as credentials are issued: `2026-11-25T02:30:00Z`.
    public var description: String {
        let day = CivilCalendar.divide(self.seconds, by: 86_400).quotient
        let (year, month, dayOfMonth) = CivilCalendar.date(ofDay: day)
        let rest = self.seconds - day * 86_400
        let date = "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(dayOfMonth, 2))"
        let clock = "\(Self.padded(rest / 3_600, 2)):\(Self.padded(rest / 60 % 60, 2)):\(Self.padded(rest % 60, 2))"
        let fraction = self.fraction.isEmpty ? "" : "." + String(decoding: self.fraction, as: UTF8.self)
        return "\(date)T\(clock)\(fraction)Z"
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value.magnitude)
        return (value < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
