/// Whole numbers as the headers write them: digits alone, no sign, no leading zero, so that one number has one form.
enum Decimal {
    static func number(_ text: ArraySlice<UInt8>) -> Int64? {
        guard let first = text.first, first != UInt8(ascii: "0") || text.count == 1 else { return nil }
        var value: Int64 = 0
        for character in text {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(character) else { return nil }
            let (tens, overflowed) = value.multipliedReportingOverflow(by: 10)
            let (sum, exceeded) = tens.addingReportingOverflow(Int64(character - UInt8(ascii: "0")))
            if overflowed || exceeded { return nil }
            value = sum
        }
        return value
    }

    static func positive(_ text: ArraySlice<UInt8>) -> Int64? {
        guard let value = Self.number(text), value > 0 else { return nil }
        return value
    }
}
