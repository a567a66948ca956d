/// Whole numbers as the headers write them: digits alone, no sign, no leading zero, so that one number has one form.
enum Decimal {
    static func number(_ text: some StringProtocol) -> Int64? {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let value = Int64(text) else { return nil }
        return text.utf8.first == UInt8(ascii: "0") && text.utf8.count > 1 ? nil : value
    }

    static func positive(_ text: some StringProtocol) -> Int64? {
        guard let value = Self.number(text), value > 0 else { return nil }
        return value
    }
}
