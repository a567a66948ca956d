/// The path of a route, with names for the segments that vary: `/items/{id}`.
struct PathTemplate: Sendable, Hashable, CustomStringConvertible {
    enum Segment: Sendable, Hashable {
        case literal(String)
        case parameter(String)
    }

    let segments: [Segment]
    let description: String

    /// A template. It is written by us, so a mistake in it ends the process at the start.
    init(_ text: String) {
        precondition(text.hasPrefix("/"), "a route begins with /: \(text)")
        self.description = text
        self.segments =
            text == "/"
            ? []
            : text.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { part in
                if part.hasPrefix("{") && part.hasSuffix("}") {
                    let name = String(part.dropFirst().dropLast())
                    precondition(name.isToken, "a parameter has a name: \(text)")
                    return .parameter(name)
                }
                precondition(!part.utf8.contains { "{}%?#*".utf8.contains($0) } && part != "." && part != "..", "not a path: \(text)")
                return .literal(String(part))
            }
        precondition(Set(self.names).count == self.names.count, "two parameters have one name: \(text)")
    }

    /// The names of what varies, in order.
    var names: [String] {
        self.segments.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
    }

    /// A group's prefix and a path below it; the path `/` is the prefix itself.
    static func joined(_ prefix: String, _ path: String) -> String {
        if prefix.isEmpty || prefix == "/" { return path }
        return path == "/" || path.isEmpty ? prefix : prefix + path
    }
}

/// The segments of a request's path, decoded one by one, so that an encoded slash stays inside its segment (RFC 3986 §2.2).
enum PathSegments {
    /// The most segments a path may have; no template is as deep.
    static let limit = 64

    /// Throws 400 for a bad escape, bytes that are not UTF-8, NUL, and for `.` and `..` in any spelling: a client resolves them before it sends.
    static func decode(_ path: String) throws(HTTPError) -> [String] {
        guard path.utf8.count > 1 else { return [] }
        var segments: [String] = []
        for part in path.dropFirst().split(separator: "/", maxSplits: Self.limit, omittingEmptySubsequences: false) {
            guard segments.count < Self.limit else { throw HTTPError(.badRequest, "The path has more than \(Self.limit) segments.") }
            let segment: String
            do { segment = try PercentDecoding.decode(part, plusIsSpace: false) } catch {
                throw HTTPError(.badRequest, "Segment \(segments.count + 1) of the path is not encoded rightly: \(error).")
            }
            guard segment != ".", segment != ".." else { throw HTTPError(.badRequest, "The path has a dot segment.") }
            segments.append(segment)
        }
        return segments
    }
}
