/// Whether a text is a URL by itself. Credentials name things by URL, and a relative one would change its meaning with the place it is read at.
enum AbsoluteURL {
    /// A scheme, a colon, and something that holds no space, control or other character that RFC 3987 forbids; `http` and `https` name a host.
    static func isValid(_ text: String) -> Bool {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let first = parts[0].utf8.first, self.isLetter(first) else { return false }
        guard parts[0].utf8.allSatisfy({ self.isLetter($0) || (0x30...0x39).contains($0) || [0x2b, 0x2d, 0x2e].contains($0) }) else {
            return false
        }
        guard !parts[1].isEmpty, parts[1].utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f && !Self.forbidden.contains($0) }) else { return false }
        let scheme = parts[0].lowercased()
        guard scheme == "http" || scheme == "https" else { return true }
        return parts[1].hasPrefix("//") && !["/", "?", "#"].contains(parts[1].dropFirst(2).first ?? "/")
    }

    private static let forbidden = [UInt8]("<>\"{}|\\^`".utf8)

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
    }
}
