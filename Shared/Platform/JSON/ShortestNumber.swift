extension Double {
    /// The shortest text that reads back as this finite value, laid out by ECMAScript's Number::toString, as RFC 8785 §3.2.2.3 demands.
    ///
    /// Swift's own description finds the same digits (the fewest, and of these the closest) but sets point and exponent by other rules.
    var shortestText: String {
        if self == 0 { return "0" }
        var digits: [UInt8] = []
        var exponent = 0
        var afterPoint = 0
        var inFraction = false
        var bytes = self.magnitude.description.utf8[...]
        while let byte = bytes.popFirst() {
            if byte == UInt8(ascii: ".") {
                inFraction = true
            } else if byte == UInt8(ascii: "e") {
                exponent = Int(String(bytes) ?? "") ?? 0
                break
            } else {
                digits.append(byte)
                if inFraction { afterPoint += 1 }
            }
        }
        // The value is 0.DIGITS times ten to the power of `point` (the specification's n), once zeros at both ends are gone.
        var point = digits.count - afterPoint + exponent
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        let leadingZeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(leadingZeros)
        point -= leadingZeros
        return (self < 0 ? "-" : "") + Self.layOut(digits, point: point)
    }

    /// ECMA-262 §6.1.6.1.20 Number::toString, steps 6 to 12.
    private static func layOut(_ digits: [UInt8], point: Int) -> String {
        let count = digits.count
        var text: [UInt8] = []
        if count <= point, point <= 21 {
            text = digits + [UInt8](repeating: UInt8(ascii: "0"), count: point - count)
        } else if 0 < point, point <= 21 {
            text = digits[..<point] + [UInt8(ascii: ".")] + digits[point...]
        } else if -6 < point, point <= 0 {
            text = Array("0.".utf8) + [UInt8](repeating: UInt8(ascii: "0"), count: -point) + digits
        } else {
            text = [digits[0]]
            if count > 1 { text += [UInt8(ascii: ".")] + digits[1...] }
            text += (point > 0 ? "e+" : "e-").utf8
            text += String(abs(point - 1)).utf8
        }
        return String(decoding: text, as: UTF8.self)
    }
}
