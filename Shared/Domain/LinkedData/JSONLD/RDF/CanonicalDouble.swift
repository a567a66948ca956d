import Glibc

extension Double {
    /// The lexical form of `xsd:double` that JSON-LD writes (JSON-LD 1.1 API §8.6): C's `%1.15E` without the zeros that say nothing.
    ///
    /// Sixteen digits are one less than some doubles need; all processors agree on them, so signatures do.
    var canonicalXSDText: String {
        guard self.isFinite else { return self.isNaN ? "NaN" : self < 0 ? "-INF" : "INF" }
        if self == 0 { return self.sign == .minus ? "-0.0E0" : "0.0E0" }
        var buffer = [CChar](repeating: 0, count: 32)
        let length = withVaList([self]) { Int(vsnprintf(&buffer, buffer.count, "%1.15E", $0)) }
        let text = buffer[..<length].map { UInt8(bitPattern: $0) }
        let mark = text.firstIndex(of: UInt8(ascii: "E")) ?? text.endIndex
        var mantissa = text[..<mark]
        while mantissa.last == UInt8(ascii: "0"), mantissa.dropLast().last != UInt8(ascii: ".") { mantissa.removeLast() }
        let exponent = Int(String(decoding: text[mark...].dropFirst(), as: UTF8.self)) ?? 0
        return String(decoding: mantissa, as: UTF8.self) + "E\(exponent)"
    }
}
