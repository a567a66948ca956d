/// An IRI reference taken apart, and put together against a base (RFC 3986 §5, RFC 3987).
struct IRIReference: Equatable {
    var scheme: Substring?
    var authority: Substring?
    var path: Substring
    var query: Substring?
    var fragment: Substring?

    /// Takes any text apart (RFC 3986 appendix B); none is refused.
    init(_ text: String) {
        var rest = text[...]
        if let hash = rest.utf8.firstIndex(of: UInt8(ascii: "#")) {
            self.fragment = rest[rest.utf8.index(after: hash)...]
            rest = rest[..<hash]
        }
        if let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?")) {
            self.query = rest[rest.utf8.index(after: mark)...]
            rest = rest[..<mark]
        }
        if let colon = rest.utf8.firstIndex(of: UInt8(ascii: ":")), Self.isScheme(rest[..<colon]) {
            self.scheme = rest[..<colon]
            rest = rest[rest.utf8.index(after: colon)...]
        }
        if rest.utf8.starts(with: "//".utf8) {
            rest = rest.dropFirst(2)
            let end = rest.utf8.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
            self.authority = rest[..<end]
            rest = rest[end...]
        }
        self.path = rest
    }

    /// The whole again (RFC 3986 §5.3).
    var text: String {
        var text = ""
        if let scheme = self.scheme { text += scheme + ":" }
        if let authority = self.authority { text += "//" + authority }
        text += self.path
        if let query = self.query { text += "?" + query }
        if let fragment = self.fragment { text += "#" + fragment }
        return text
    }

    /// What a reference means at this place (RFC 3986 §5.2.2).
    func resolve(_ reference: String) -> String {
        var target = IRIReference(reference)
        if target.scheme != nil {
            target.path = Self.removingDots(target.path)
            return target.text
        }
        target.scheme = self.scheme
        if target.authority != nil {
            target.path = Self.removingDots(target.path)
            return target.text
        }
        target.authority = self.authority
        if target.path.isEmpty {
            target.path = self.path
            if target.query == nil { target.query = self.query }
        } else if target.path.utf8.first == UInt8(ascii: "/") {
            target.path = Self.removingDots(target.path)
        } else {
            target.path = Self.removingDots(self.merged(with: target.path))
        }
        return target.text
    }

    /// The shortest reference that means an IRI at this place, or the IRI itself when scheme or authority differ.
    func relative(_ iri: String) -> String {
        let target = IRIReference(iri)
        guard target.scheme == self.scheme, target.authority == self.authority else { return iri }
        var base = self.path.split(separator: "/", omittingEmptySubsequences: false)[...]
        var path = target.path.split(separator: "/", omittingEmptySubsequences: false)[...]
        // With a query or fragment of its own, the reference may go without any path.
        let kept = target.query == nil && target.fragment == nil ? 1 : 0
        while !base.isEmpty, path.count > kept, base.first == path.first {
            base.removeFirst()
            path.removeFirst()
        }
        let ups = max(0, base.count - 1)
        var text = String(repeating: "../", count: ups) + path.joined(separator: "/")
        if let query = target.query { text += "?" + query }
        if let fragment = target.fragment { text += "#" + fragment }
        if text.isEmpty { return "./" }
        return Keyword.isForm(text) || text.colonAfterFirst != nil && text.hasScheme ? "./" + text : text
    }

    /// RFC 3986 §5.2.3.
    private func merged(with path: Substring) -> Substring {
        if self.authority != nil, self.path.isEmpty { return "/" + path }
        guard let slash = self.path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return self.path[...slash] + path
    }

    /// RFC 3986 §5.2.4, segment by segment.
    static func removingDots(_ path: Substring) -> Substring {
        guard path.utf8.contains(UInt8(ascii: ".")) else { return path }
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        let isRooted = path.utf8.first == UInt8(ascii: "/")
        var kept: [Substring] = []
        for (place, segment) in segments.enumerated().dropFirst(isRooted ? 1 : 0) {
            let isLast = place == segments.count - 1
            switch segment {
            case ".":
                if isLast { kept.append("") }
            case "..":
                if !kept.isEmpty { kept.removeLast() }
                if isLast { kept.append("") }
            default:
                kept.append(segment)
            }
        }
        return (isRooted ? "/" : "") + kept.joined(separator: "/")[...]
    }

    /// ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )
    private static func isScheme(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, UInt8(ascii: "a")...UInt8(ascii: "z") ~= first | 0x20 else { return false }
        return text.utf8.allSatisfy {
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
                || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
        }
    }
}

extension String {
    /// Whether it starts with a scheme, as an IRI does and a relative reference does not.
    var hasScheme: Bool {
        var isFirst = true
        for byte in self.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): break
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
                if isFirst { return false }
            case UInt8(ascii: ":"): return !isFirst
            default: return false
            }
            isFirst = false
        }
        return false
    }

    /// Whether it is a blank node identifier.
    var isBlankNode: Bool { self.utf8.starts(with: "_:".utf8) }

    /// Whether RDF takes it as an IRI: with a scheme, without the characters that no IRI has (RDF 1.1 N-Quads, IRIREF), and with one fragment
    /// at most.
    var isWellFormedIRI: Bool {
        guard self.hasScheme else { return false }
        var fragments = 0
        for byte in self.utf8 {
            switch byte {
            case UInt8(ascii: "#"): fragments += 1
            case ...0x20, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "}"),
                UInt8(ascii: "|"), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "\\"):
                return false
            default: break
            }
        }
        return fragments <= 1
    }
}
