extension JSON {
    /// The value as compact UTF-8: members in their order, numbers as written, nothing escaped that need not be.
    public func bytes() -> [UInt8] {
        var writer = JSONWriter()
        writer.write(self)
        return writer.bytes
    }

    /// The value for people: two spaces per level, an element or member on each line.
    public func pretty() -> String {
        var writer = JSONWriter()
        writer.write(self, indent: 0)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

extension JSON: CustomStringConvertible {
    /// The value as compact text.
    public var description: String { String(decoding: self.bytes(), as: UTF8.self) }
}

/// Puts JSON text into one buffer.
struct JSONWriter {
    var bytes: [UInt8] = []

    mutating func write(_ value: JSON) {
        switch value {
        case .array(let elements):
            self.bytes.append(UInt8(ascii: "["))
            for (place, element) in elements.enumerated() {
                if place > 0 { self.bytes.append(UInt8(ascii: ",")) }
                self.write(element)
            }
            self.bytes.append(UInt8(ascii: "]"))
        case .object(let object):
            self.bytes.append(UInt8(ascii: "{"))
            for (place, member) in object.members.enumerated() {
                if place > 0 { self.bytes.append(UInt8(ascii: ",")) }
                self.write(text: member.name)
                self.bytes.append(UInt8(ascii: ":"))
                self.write(member.value)
            }
            self.bytes.append(UInt8(ascii: "}"))
        default: self.write(scalar: value)
        }
    }

    mutating func write(_ value: JSON, indent: Int) {
        switch value {
        case .array(let elements) where !elements.isEmpty:
            for (place, element) in elements.enumerated() {
                self.bytes.append(place == 0 ? UInt8(ascii: "[") : UInt8(ascii: ","))
                self.breakLine(indent: indent + 1)
                self.write(element, indent: indent + 1)
            }
            self.breakLine(indent: indent)
            self.bytes.append(UInt8(ascii: "]"))
        case .object(let object) where !object.isEmpty:
            for (place, member) in object.members.enumerated() {
                self.bytes.append(place == 0 ? UInt8(ascii: "{") : UInt8(ascii: ","))
                self.breakLine(indent: indent + 1)
                self.write(text: member.name)
                self.put(": ")
                self.write(member.value, indent: indent + 1)
            }
            self.breakLine(indent: indent)
            self.bytes.append(UInt8(ascii: "}"))
        default: self.write(value)
        }
    }

    private mutating func write(scalar value: JSON) {
        switch value {
        case .bool(true): self.put("true")
        case .bool(false): self.put("false")
        case .number(let number): self.put(number.text)
        case .string(let text): self.write(text: text)
        case .null, .array, .object: self.put("null")
        }
    }

    /// A text in quotes, escaped as RFC 8785 §3.2.2.2 demands, which suits all readers.
    mutating func write(text: String) {
        self.bytes.append(UInt8(ascii: "\""))
        text.withBytes { source in
            var start = 0
            while true {
                var at = start
                StringScanner.skipPlain(source.span, &at)
                self.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: source[start..<at]))
                if at == source.count { break }
                self.write(escaped: source[at])
                start = at + 1
            }
        }
        self.bytes.append(UInt8(ascii: "\""))
    }

    private mutating func write(escaped byte: UInt8) {
        self.put("\\")
        switch byte {
        case 0x08: self.put("b")
        case 0x09: self.put("t")
        case 0x0A: self.put("n")
        case 0x0C: self.put("f")
        case 0x0D: self.put("r")
        case ..<0x20:
            self.put(byte < 0x10 ? "u000" : "u001")
            self.put(String(byte & 15, radix: 16))
        default: self.bytes.append(byte)
        }
    }

    private mutating func breakLine(indent: Int) {
        self.put("\n")
        for _ in 0..<indent { self.put("  ") }
    }

    mutating func put(_ text: String) {
        self.bytes.append(contentsOf: text.utf8)
    }
}
