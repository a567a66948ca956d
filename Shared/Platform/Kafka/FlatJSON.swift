/// The JSON that a broker's file needs: one object whose members are texts and whole numbers. This module may not import the JSON module.
enum FlatJSON {
    enum Value: Equatable {
        case text(String)
        case number(Int64)
    }

    /// The members of the object. Nil when it is anything else; a name that occurs twice is refused.
    static func members(of bytes: ArraySlice<UInt8>) -> [String: Value]? {
        var reader = Reader(rest: bytes)
        guard reader.takes("{") else { return nil }
        var members: [String: Value] = [:]
        if !reader.takes("}") {
            repeat {
                guard let name = reader.text(), reader.takes(":"), let value = reader.value(), members[name] == nil else { return nil }
                members[name] = value
            } while reader.takes(",")
            guard reader.takes("}") else { return nil }
        }
        reader.skipSpace()
        return reader.rest.isEmpty ? members : nil
    }

    /// A text as RFC 8259 section 7 wants it.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\" + String(scalar)
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private struct Reader {
        var rest: ArraySlice<UInt8>

        mutating func skipSpace() {
            self.rest = self.rest.drop { [0x20, 0x09, 0x0a, 0x0d].contains($0) }
        }

        mutating func takes(_ character: Unicode.Scalar) -> Bool {
            self.skipSpace()
            guard self.rest.first == UInt8(ascii: character) else { return false }
            self.rest = self.rest.dropFirst()
            return true
        }

        mutating func value() -> Value? {
            self.skipSpace()
            if self.rest.first == UInt8(ascii: "\"") { return self.text().map { .text($0) } }
            let digits = self.rest.prefix { $0 == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            self.rest = self.rest.dropFirst(digits.count)
            return Int64(String(decoding: digits, as: UTF8.self)).map { .number($0) }
        }

        /// Escapes other than those that `quoted` writes are refused.
        mutating func text() -> String? {
            guard self.takes("\"") else { return nil }
            var bytes: [UInt8] = []
            while let byte = self.rest.popFirst() {
                switch byte {
                case UInt8(ascii: "\""): return String(validating: bytes, as: UTF8.self)
                case UInt8(ascii: "\\"):
                    guard let escape = self.escape() else { return nil }
                    bytes.append(escape)
                case 0..<0x20: return nil
                default: bytes.append(byte)
                }
            }
            return nil
        }

        private mutating func escape() -> UInt8? {
            guard let kind = self.rest.popFirst() else { return nil }
            if kind == UInt8(ascii: "\"") || kind == UInt8(ascii: "\\") || kind == UInt8(ascii: "/") { return kind }
            guard kind == UInt8(ascii: "u"), self.rest.count >= 4 else { return nil }
            let digits = String(decoding: self.rest.prefix(4), as: UTF8.self)
            self.rest = self.rest.dropFirst(4)
            return UInt8(digits, radix: 16).flatMap { $0 < 0x80 ? $0 : nil }
        }
    }
}
