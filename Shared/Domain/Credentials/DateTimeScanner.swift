/// Walks through the lexical form of XML Schema 1.1 part 2, §3.3.7.2 (production 16, `dateTimeLexicalRep`).
struct DateTimeScanner {
    private let bytes: [UInt8]
    private var place = 0

    init(_ text: String) {
        self.bytes = [UInt8](text.utf8)
    }

    var isAtEnd: Bool { self.place == self.bytes.count }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard self.place < self.bytes.count, self.bytes[self.place] == UInt8(ascii: character) else { return false }
        self.place += 1
        return true
    }

    /// Days from 1970-01-01 to a date that exists. A year has four digits or more, and more than four only without a leading zero.
    mutating func date() -> Int64? {
        let isNegative = self.skip("-")
        let digits = self.digits()
        guard (4...9).contains(digits.count), digits.count == 4 || digits[0] != UInt8(ascii: "0") else { return nil }
        let year = (isNegative ? -1 : 1) * Self.value(of: digits)
        guard self.skip("-"), let month = self.pair(), self.skip("-"), let day = self.pair(), (1...12).contains(month),
            (1...CivilCalendar.days(inMonth: month, of: year)).contains(day)
        else { return nil }
        return CivilCalendar.day(year: year, month: month, day: day)
    }

    /// Seconds since midnight and the digits after the point. 24:00:00 is the end of the day.
    mutating func clock() -> (seconds: Int64, fraction: [UInt8])? {
        guard let hour = self.pair(), self.skip(":"), let minute = self.pair(), self.skip(":"), let second = self.pair() else { return nil }
        var fraction: [UInt8] = []
        if self.skip(".") {
            fraction = self.digits()
            guard !fraction.isEmpty else { return nil }
        }
        let isEndOfDay = hour == 24 && minute == 0 && second == 0 && fraction.allSatisfy { $0 == UInt8(ascii: "0") }
        guard isEndOfDay || hour < 24, minute < 60, second < 60 else { return nil }
        return (hour * 3_600 + minute * 60 + second, fraction)
    }

    /// Minutes east of Greenwich, at most 14 hours.
    mutating func offset() -> Int64? {
        if self.skip("Z") { return 0 }
        let sign: Int64
        if self.skip("+") { sign = 1 } else if self.skip("-") { sign = -1 } else { return nil }
        guard let hours = self.pair(), self.skip(":"), let minutes = self.pair(), minutes < 60, hours * 60 + minutes <= 14 * 60 else {
            return nil
        }
        return sign * (hours * 60 + minutes)
    }

    private mutating func digits() -> [UInt8] {
        let run = self.bytes[self.place...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        self.place += run.count
        return [UInt8](run)
    }

    private mutating func pair() -> Int64? {
        let rest = self.bytes[self.place...].prefix(2)
        guard rest.count == 2, rest.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        self.place += 2
        return Self.value(of: [UInt8](rest))
    }

    private static func value(of digits: [UInt8]) -> Int64 {
        digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }
}
