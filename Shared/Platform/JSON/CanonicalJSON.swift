/// Why a value has no canonical form.
public struct JSONCanonicalizationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The number that is beyond the range of a double.
    public let pointer: JSONPointer

    /// One sentence with pointer and remedy.
    public var description: String {
        let what = self.pointer == .root ? "the document" : self.pointer.shown
        return "\(what) is a number beyond the range of a double, so the value cannot be canonicalised; write it as a string"
    }
}

extension JSON {
    /// The canonical form by the JSON Canonicalization Scheme (RFC 8785): what is hashed and signed.
    ///
    /// Numbers become their nearest double in ECMAScript's shortest form; digits that a double cannot hold are lost, as the RFC has it (§3.2.2.3).
    public func canonicalBytes() throws(JSONCanonicalizationError) -> [UInt8] {
        var writer = JSONWriter()
        try writer.write(canonical: self)
        return writer.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func write(canonical value: JSON) throws(JSONCanonicalizationError) {
        switch value {
        case .number(let number):
            guard let text = number.canonicalText else { throw JSONCanonicalizationError(pointer: .root) }
            self.put(text)
        case .array(let elements):
            self.bytes.append(UInt8(ascii: "["))
            for (place, element) in elements.enumerated() {
                if place > 0 { self.bytes.append(UInt8(ascii: ",")) }
                try self.write(canonical: element, under: String(place))
            }
            self.bytes.append(UInt8(ascii: "]"))
        case .object(let object):
            self.bytes.append(UInt8(ascii: "{"))
            for (place, member) in object.canonicallySorted.enumerated() {
                if place > 0 { self.bytes.append(UInt8(ascii: ",")) }
                self.write(text: member.name)
                self.bytes.append(UInt8(ascii: ":"))
                try self.write(canonical: member.value, under: member.name)
            }
            self.bytes.append(UInt8(ascii: "}"))
        default: self.write(value)
        }
    }

    /// Goes one level down; an error gets its pointer on the way back up.
    private mutating func write(canonical value: JSON, under token: @autoclosure () -> String) throws(JSONCanonicalizationError) {
        do throws(JSONCanonicalizationError) {
            try self.write(canonical: value)
        } catch {
            throw JSONCanonicalizationError(pointer: JSONPointer([token()] + error.pointer.tokens))
        }
    }
}

extension JSONNumber {
    /// The number as RFC 8785 §3.2.2.3 writes it; nil beyond the range of a double.
    fileprivate var canonicalText: String? {
        // A whole number of up to 15 digits is a double and is written by ECMAScript as it is in JSON, but for -0.
        if self.text.utf8.count <= 15, self.text != "-0",
            self.text.utf8.allSatisfy({ $0 != UInt8(ascii: ".") && $0 | 0x20 != UInt8(ascii: "e") })
        {
            return self.text
        }
        let double = self.double
        return double.isFinite ? double.shortestText : nil
    }
}

extension JSONObject {
    /// The members in the order of RFC 8785 §3.2.3; often they are in it already.
    fileprivate var canonicallySorted: [Element] {
        let isSorted = self.members.indices.dropFirst().allSatisfy { self.members[$0 - 1].name.precedesInUTF16(self.members[$0].name) }
        return isSorted ? self.members : self.members.sorted { $0.name.precedesInUTF16($1.name) }
    }
}

extension String {
    /// Whether this text comes first when both are compared by UTF-16 code units (RFC 8785 §3.2.3), found from the UTF-8 bytes.
    ///
    /// Both encodings order code points alike, but for U+E000-U+FFFF (lead bytes EE and EF), which come after the surrogates of the
    /// supplementary planes (lead bytes F0-F4).
    func precedesInUTF16(_ other: String) -> Bool {
        self.withBytes { mine in
            other.withBytes { theirs in
                for at in 0..<Swift.min(mine.count, theirs.count) where mine[at] != theirs[at] {
                    return Self.rank(mine[at]) < Self.rank(theirs[at])
                }
                return mine.count < theirs.count
            }
        }
    }

    private static func rank(_ byte: UInt8) -> UInt8 {
        byte == 0xEE || byte == 0xEF ? byte + 0x10 : byte
    }
}
