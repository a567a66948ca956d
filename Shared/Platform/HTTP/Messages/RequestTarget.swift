/// What a request line names: a path and perhaps a query, neither of them decoded (RFC 9112 §3.2).
struct RequestTarget: Sendable, Hashable {
    /// Begins with `/`, or is `*` for the server as a whole.
    let path: String
    /// What follows the first `?`.
    let query: String?

    /// Reads a target. An absolute one must name the same authority as `Host`, so that no two readers can differ (RFC 9112 §3.2.2).
    init(_ raw: String, method: HTTPMethod, host: String?) throws(HTTPError) {
        guard raw.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "#") }) else {
            throw HTTPError(.badRequest, "The request target holds a byte that must be percent-encoded.")
        }
        if raw == "*" {
            guard method == .options else { throw HTTPError(.badRequest, "The target * is for OPTIONS only.") }
            self.path = "*"
            self.query = nil
            return
        }
        let origin = raw.utf8.first == UInt8(ascii: "/") ? raw[...] : try Self.origin(ofAbsolute: raw, host: host)
        guard let mark = origin.utf8.firstIndex(of: UInt8(ascii: "?")) else {
            self.path = String(origin)
            self.query = nil
            return
        }
        self.path = String(origin[..<mark])
        self.query = String(origin[origin.utf8.index(after: mark)...])
    }

    private static func origin(ofAbsolute raw: String, host: String?) throws(HTTPError) -> Substring {
        for scheme in ["http://", "https://"] where raw.lowercased().hasPrefix(scheme) {
            let rest = raw.dropFirst(scheme.count)
            let authority = rest.prefix { $0 != "/" && $0 != "?" }
            guard let host, String(authority).equalsIgnoringCase(host), !authority.contains("@") else {
                throw HTTPError(.badRequest, "The authority of the request target is not that of Host.")
            }
            let origin = rest.dropFirst(authority.count)
            return origin.first == "/" ? origin : "/" + origin
        }
        throw HTTPError(.badRequest, "The request target is neither a path nor an http address.")
    }
}
