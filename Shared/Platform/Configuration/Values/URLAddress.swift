/// An absolute URL with a host, in the parts that a program asks for (RFC 3986 §3).
public struct URLAddress: Sendable, Hashable, CustomStringConvertible {
    /// The whole, as it was written.
    public let description: String
    /// In lower case: `https`.
    public let scheme: String
    /// A name or an address, an IPv6 one without its brackets.
    public let host: String
    /// The port, when one is written.
    public let port: Int?
    /// From the first `/` up to a `?`; may be empty.
    public let path: String

    /// Reads an URL; nil when it is none, or holds a user, a fragment, blanks or characters beyond ASCII.
    public init?(_ text: String) {
        guard text.utf8.count <= 2_048, text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }), !text.contains("#"),
            let colon = text.firstIndex(of: ":"),
            text[colon...].hasPrefix("://"), text.first?.isLetter == true,
            text[..<colon].utf8.allSatisfy({ Self.isLetterOrDigit($0) || $0 == 43 || $0 == 45 || $0 == 46 })
        else { return nil }
        let rest = text[text.index(colon, offsetBy: 3)...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard let (host, port) = Self.split(authority) else { return nil }
        self.description = text
        self.scheme = text[..<colon].lowercased()
        self.host = host
        self.port = port
        self.path = String(rest.dropFirst(authority.count).prefix { $0 != "?" })
    }

    /// Whether it points to this machine itself.
    public var isLoopback: Bool { self.host == "localhost" || self.host == "::1" || self.host.hasPrefix("127.") }

    private static func split(_ authority: Substring) -> (host: String, port: Int?)? {
        let end =
            authority.hasPrefix("[") ? authority.firstIndex(of: "]").map { authority.index(after: $0) } : authority.firstIndex(of: ":")
        guard end != nil || !authority.hasPrefix("[") else { return nil }
        let host = authority[..<(end ?? authority.endIndex)]
        let tail = authority[(end ?? authority.endIndex)...]
        let name = host.hasPrefix("[") ? host.dropFirst().dropLast() : host
        let isName = name.utf8.allSatisfy { Self.isLetterOrDigit($0) || $0 == 45 || $0 == 46 || $0 == 95 }
        let isIPv6 = host.hasPrefix("[") && name.utf8.allSatisfy { Self.isLetterOrDigit($0) || $0 == 58 || $0 == 46 }
        guard !name.isEmpty, isName || isIPv6 else { return nil }
        if tail.isEmpty { return (String(name), nil) }
        guard tail.hasPrefix(":"), tail.dropFirst().utf8.allSatisfy({ (48...57).contains($0) }), let port = Int(tail.dropFirst()),
            (1...65_535).contains(port)
        else { return nil }
        return (String(name), port)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}

extension ValueFormat where Value == URLAddress {
    /// An URL of one of these schemes.
    public static func url(_ schemes: String...) -> ValueFormat {
        let forms = schemes.map { "\($0)://HOST" }.joined(separator: " or ")
        return ValueFormat("an URL such as \(forms), without a user or a password in it", placeholder: "URL") { text in
            guard let address = URLAddress(text), schemes.contains(address.scheme) else { return nil }
            return address
        } write: {
            $0.description
        }
    }
}
