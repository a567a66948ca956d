public import JSON

/// A DID that names the place of its document on the web (did:web method). Whoever holds the name holds the keys.
public struct DIDWeb: Sendable, Hashable, CustomStringConvertible {
    /// The DID.
    public let description: String
    /// Where its document is to be fetched.
    public let url: String
    /// The host without its port.
    public let host: String

    /// The most characters of a DID.
    public static let maximumLength = 1_024

    /// Reads a DID.
    ///
    /// Refused is what the method does not allow (empty parts, a query, a fragment), and beyond it what no server may be made to fetch: hosts
    /// that are addresses or have no public name, user names, and parts that would lead to another place than they show.
    public init(_ text: String) throws(DIDError) {
        guard text.hasPrefix(Self.prefix), text.utf8.count <= Self.maximumLength else { throw .invalidDID }
        let parts = text.dropFirst(Self.prefix.count).split(separator: ":", omittingEmptySubsequences: false)
        guard let first = parts.first, let (host, port) = Self.authority(first), parts.dropFirst().allSatisfy(Self.isSegment) else {
            throw .invalidDID
        }
        let path = parts.count == 1 ? "/.well-known" : parts.dropFirst().map { "/" + $0 }.joined()
        self.description = text
        self.host = host
        self.url = "https://\(host)\(port.map { ":\($0)" } ?? "")\(path)/did.json"
    }

    /// The document that was fetched; it must call itself by this very DID.
    public func document(_ json: JSON) throws(ControllerDocumentError) -> ControllerDocument {
        let document = try ControllerDocument(json)
        guard document.id == self.description else { throw .malformed("the document is called \(document.id)") }
        return document
    }

    private static let prefix = "did:web:"

    /// A host name, and behind `%3A` a port.
    private static func authority(_ text: Substring) -> (host: String, port: Int?)? {
        let parts = text.split(separator: "%", omittingEmptySubsequences: false)
        guard let host = parts.first, self.isPublicName(host), parts.count <= 2 else { return nil }
        guard parts.count == 2 else { return (String(host), nil) }
        guard parts[1].lowercased().hasPrefix("3a") else { return nil }
        let digits = parts[1].dropFirst(2)
        guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), digits.first != "0",
            let port = Int(digits), port <= 65_535
        else { return nil }
        return (String(host), port)
    }

    /// A name of two labels or more, the last of which is no number: addresses of any spelling, and `localhost`, are none.
    private static func isPublicName(_ host: Substring) -> Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard host.utf8.count <= 253, labels.count >= 2, let last = labels.last?.lowercased(), !self.innerNames.contains(last) else {
            return false
        }
        guard last.utf8.contains(where: { (0x61...0x7a).contains($0) }), !last.hasPrefix("0x") else { return false }
        return labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { self.isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
        }
    }

    /// Names that lead nowhere or to the inside (RFC 6761, RFC 6762, RFC 8375, RFC 9476).
    private static let innerNames: Set<String> = ["localhost", "local", "internal", "arpa", "onion", "alt", "invalid"]

    /// A part of the path: characters of a DID, or escapes of bytes that mean nothing to a path.
    private static func isSegment(_ text: Substring) -> Bool {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%") {
                guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16),
                    rest.prefix(2).allSatisfy(self.isHexDigit)
                else { return false }
                guard value > 0x20, value != 0x7f, ![0x25, 0x2f, 0x5c].contains(value) else { return false }
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                guard self.isLetterOrDigit(byte) || [0x2d, 0x2e, 0x5f].contains(byte) else { return false }
                bytes.append(byte)
            }
        }
        return !bytes.isEmpty && bytes != [0x2e] && bytes != [0x2e, 0x2e]
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }
}
