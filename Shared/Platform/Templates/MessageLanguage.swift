public import JSON

/// How one language writes numbers and dates, and when it uses the singular.
public struct MessageLanguage: Sendable, Hashable {
    /// The tag for `<html lang>` (BCP 47).
    public let tag: String
    /// What stands between groups of three digits.
    public let groupSeparator: String
    /// What stands before the fraction.
    public let decimalSeparator: String
    /// January first.
    public let months: [String]
    /// A date with `{day}`, `{month}` and `{year}`.
    public let datePattern: String
    private let datePieces: [DatePiece]
    /// The whole numbers of the plural form `one`.
    public let singular: Set<Int>

    /// English.
    public static let english = MessageLanguage(
        tag: "en", groupSeparator: ",", decimalSeparator: ".",
        months: [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
        ],
        datePattern: "{day} {month} {year}", singular: [1])

    /// A language of one's own. There must be twelve months.
    public init(
        tag: String, groupSeparator: String, decimalSeparator: String, months: [String], datePattern: String, singular: Set<Int>
    ) {
        precondition(months.count == 12, "a language has twelve months")
        self.tag = tag
        self.groupSeparator = groupSeparator
        self.decimalSeparator = decimalSeparator
        self.months = months
        self.datePattern = datePattern
        self.datePieces = DatePiece.all(of: datePattern)
        self.singular = singular
    }

    /// A number with its digits in groups: 299,962. One written with an exponent is written out when it is whole, else left as it is.
    public func number(_ number: JSONNumber) -> String {
        let hasExponent = number.text.utf8.contains { $0 | 0x20 == UInt8(ascii: "e") }
        guard let text = hasExponent ? number.int.map(String.init) : number.text else { return number.text }
        let parts = text.split(separator: ".", maxSplits: 1)
        var whole = parts[0]
        let sign = whole.hasPrefix("-") ? String(whole.removeFirst()) : ""
        var groups: [Substring] = []
        while whole.count > 3 {
            groups.append(whole.suffix(3))
            whole = whole.dropLast(3)
        }
        groups.append(whole)
        let fraction = parts.count > 1 ? self.decimalSeparator + parts[1] : ""
        return sign + groups.reversed().joined(separator: self.groupSeparator) + fraction
    }

    /// A whole number with its digits in groups.
    public func number(_ value: Int) -> String {
        // Most counts on a page are small.
        (0..<1000).contains(value) ? String(value) : self.number(JSONNumber(value))
    }

    /// A date as the language writes it, from one such as `2026-11-24` or a time such as `2026-11-24T10:00:00Z`, of which the day is taken as
    /// written; nil when it is neither.
    public func date(_ text: String) -> String? {
        let bytes = Array(text.utf8.prefix(11))
        guard bytes.count == 10 || bytes.count == 11 && bytes[10] == UInt8(ascii: "T"), bytes[4] == UInt8(ascii: "-"),
            bytes[7] == UInt8(ascii: "-")
        else { return nil }
        guard let year = Self.digits(bytes[0..<4]), let month = Self.digits(bytes[5..<7]), let day = Self.digits(bytes[8..<10]) else {
            return nil
        }
        guard (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year) else { return nil }
        return self.datePieces.map { piece in
            switch piece {
            case .text(let text): text
            case .day: String(day)
            case .month: self.months[month - 1]
            case .year: String(year)
            }
        }.joined()
    }

    /// A piece of the pattern of dates.
    private enum DatePiece: Hashable {
        case text(String), day, month, year

        static let placeholders: [(String, DatePiece)] = [("{day}", .day), ("{month}", .month), ("{year}", .year)]

        static func all(of pattern: String) -> [DatePiece] {
            var pieces: [DatePiece] = []
            var text = ""
            var rest = pattern[...]
            while let first = rest.first {
                if let (placeholder, piece) = Self.placeholders.first(where: { rest.hasPrefix($0.0) }) {
                    pieces += [.text(text), piece]
                    text = ""
                    rest = rest.dropFirst(placeholder.count)
                } else {
                    text.append(first)
                    rest = rest.dropFirst()
                }
            }
            return pieces + [.text(text)]
        }
    }

    private static func digits(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else { return nil }
        return bytes.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
