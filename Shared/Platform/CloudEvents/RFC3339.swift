public import Observability

extension WallTime {
    /// Reads a time of RFC 3339 §5.6, with any offset; nil when it is none, or is before year 0 or after 9999.
    ///
    /// Digits beyond the microsecond are dropped. A leap second is taken for the second after it.
    public init?(rfc3339 text: some StringProtocol) {
        self.init(rfc3339UTF8: Array(text.utf8))
    }

    init?(rfc3339UTF8 characters: [UInt8]) {
        var scanner = TimeScanner(characters)
        guard let year = scanner.number(4), scanner.skip("-"), let month = scanner.number(2), scanner.skip("-"),
            let day = scanner.number(2), scanner.skip("T") || scanner.skip("t"),
            let hour = scanner.number(2), scanner.skip(":"), let minute = scanner.number(2), scanner.skip(":"),
            let second = scanner.number(2), let fraction = scanner.fraction(), let offset = scanner.offset(), scanner.isAtEnd,
            (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        let seconds = Self.dayNumber(year: year, month: month, day: day) * 86_400 + hour * 3_600 + minute * 60 + second - offset * 60
        self.init(microseconds: seconds * 1_000_000 + fraction)
    }

    private static func days(in month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since the epoch, by years that begin on 1 March, so that a leap day is a year's last.
    private static func dayNumber(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

/// Goes over the characters of a time from left to right.
private struct TimeScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { self.position == self.bytes.count }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard self.position < self.bytes.count, self.bytes[self.position] == UInt8(ascii: character) else { return false }
        self.position += 1
        return true
    }

    mutating func digit() -> Int64? {
        guard self.position < self.bytes.count, (48...57).contains(self.bytes[self.position]) else { return nil }
        self.position += 1
        return Int64(self.bytes[self.position - 1] - 48)
    }

    mutating func number(_ width: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<width {
            guard let digit = self.digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// Microseconds; 0 when there is no fraction, nil for a point without digits.
    mutating func fraction() -> Int64? {
        guard self.skip(".") else { return 0 }
        guard var value = self.digit() else { return nil }
        var digits = 1
        while let digit = self.digit() {
            if digits < 6 { value = value * 10 + digit }
            digits += 1
        }
        for _ in 0..<max(0, 6 - digits) { value *= 10 }
        return value
    }

    /// Minutes that the written clock is ahead of UTC.
    mutating func offset() -> Int64? {
        if self.skip("Z") || self.skip("z") { return 0 }
        let isBehind = self.skip("-")
        guard isBehind || self.skip("+"), let hours = self.number(2), self.skip(":"), let minutes = self.number(2), hours < 24, minutes < 60
        else { return nil }
        return isBehind ? -(hours * 60 + minutes) : hours * 60 + minutes
    }
}
