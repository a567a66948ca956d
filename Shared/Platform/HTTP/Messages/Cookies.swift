/// The cookies of a request, read strictly (RFC 6265 §4.2.1).
///
/// A pair that breaks the grammar is left out rather than mended, and a name that comes twice has no value: which one the browser meant for this
/// path cannot be known, and the second may have been planted by a neighbour (RFC 6265 §8.6).
public struct Cookies: Sendable {
    /// How many cookies are read; browsers keep about as many.
    public static let limit = 64

    private var values: [String: String?] = [:]

    init(_ headers: [String]) {
        for pair in headers.lazy.flatMap({ $0.split(separator: ";") }).prefix(Self.limit) {
            let trimmed = pair.drop { $0 == " " }
            guard let sign = trimmed.utf8.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let name = String(trimmed[..<sign])
            var value = trimmed[trimmed.utf8.index(after: sign)...]
            if value.utf8.count >= 2, value.first == "\"", value.last == "\"" { value = value.dropFirst().dropLast() }
            guard name.isToken, value.utf8.allSatisfy(Self.isOctet) else { continue }
            self.values[name] = .some(self.values.keys.contains(name) ? nil : String(value))
        }
    }

    /// The value of a cookie that came once, rightly.
    public subscript(name: String) -> String? { self.values[name] ?? nil }

    /// RFC 6265 §4.1.1, cookie-octet.
    static func isOctet(_ byte: UInt8) -> Bool {
        byte == 0x21 || (0x23...0x2B).contains(byte) || (0x2D...0x3A).contains(byte) || (0x3C...0x5B).contains(byte)
            || (0x5D...0x7E).contains(byte)
    }
}
