/// A number as it was written, exact: parsing and writing never round it.
///
/// Two numbers are equal when they are written alike; `1` and `1.0` are not. Compare `int` or `double` for the value.
public struct JSONNumber: Sendable, Hashable {
    /// The number in JSON's grammar (RFC 8259 §6).
    public let text: String

    /// A text that a parser has already held against the grammar.
    init(checked text: String) {
        self.text = text
    }

    /// A whole number.
    public init<Integer: BinaryInteger>(_ value: Integer) {
        self.text = String(value)
    }

    /// A finite number in its shortest form (ECMAScript's); nil for NaN and infinities, which JSON cannot say.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        self.text = value.shortestText
    }

    /// A text, if it is a number in JSON's grammar and no longer than the standard limit.
    public init?(text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count <= JSONLimits.standard.maxNumberBytes, NumberScanner.end(of: bytes.span, from: 0) == bytes.count else {
            return nil
        }
        self.text = text
    }

    /// The value when it is whole and fits, however it is written: `3`, `3.0` and `0.3e1` are 3.
    public var int: Int? {
        Int(self.text) ?? self.wholeValue
    }

    /// The nearest value of IEEE 754 double precision; infinite when the number is beyond its range.
    public var double: Double {
        // The grammar of JSON is a part of the one that Double reads.
        Double(self.text) ?? .nan
    }

    /// The slow way of `int`, for numbers with a fraction or an exponent: digits times a power of ten.
    private var wholeValue: Int? {
        var digits: [UInt8] = []
        var exponent = 0
        var inFraction = false
        var bytes = self.text.utf8[...]
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative { bytes.removeFirst() }
        while let byte = bytes.popFirst() {
            if byte == UInt8(ascii: ".") {
                inFraction = true
            } else if byte | 0x20 == UInt8(ascii: "e") {
                // An exponent that no Int holds makes the value huge or tiny, unless all digits are zero.
                let written = String(bytes) ?? ""
                exponent += max(-10_000_000, min(10_000_000, Int(written) ?? (written.hasPrefix("-") ? .min : .max)))
                break
            } else {
                digits.append(byte)
                if inFraction { exponent -= 1 }
            }
        }
        while digits.last == UInt8(ascii: "0") {
            digits.removeLast()
            exponent += 1
        }
        let significant = digits.drop { $0 == UInt8(ascii: "0") }
        if significant.isEmpty { return 0 }
        guard exponent >= 0, significant.count + exponent <= 19 else { return nil }
        let whole = String(decoding: significant, as: UTF8.self) + String(repeating: "0", count: exponent)
        return Int(isNegative ? "-" + whole : whole)
    }
}
