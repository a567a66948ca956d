/// A server's answer, read to its end.
public struct HTTPClientResponse: Sendable, Hashable {
    /// How it ended.
    public var status: HTTPStatus
    /// The head's fields, as they came. Of several answers to one request (100, redirects) the last one's.
    public var headers: HTTPFields
    /// What followed the head.
    public var body: [UInt8]

    /// An answer from its parts.
    public init(status: HTTPStatus, headers: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The body as text; bytes that are no UTF-8 are replaced.
    public var text: String { String(decoding: self.body, as: UTF8.self) }

    /// What the server asks to be kept: the pairs of its `Set-Cookie` fields, without their attributes (RFC 6265 §5.2).
    public var cookies: [(name: String, value: String)] {
        self.headers.values(of: .setCookie).compactMap { line in
            let pair = line.prefix { $0 != ";" }
            guard let sign = pair.firstIndex(of: "=") else { return nil }
            return (Self.trimmed(pair[..<sign]), Self.trimmed(pair[pair.index(after: sign)...]))
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while let first = text.utf8.first, first == 32 || first == 9 { text.removeFirst() }
        while let last = text.utf8.last, last == 32 || last == 9 { text.removeLast() }
        return String(text)
    }
}
