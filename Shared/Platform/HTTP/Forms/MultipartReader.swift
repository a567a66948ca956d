/// Reads a form that was sent as `multipart/form-data`, part by part, as it arrives: a file need never be in memory whole.
///
/// Strict where RFC 2046 §5.1 lets readers be lenient: nothing before the first delimiter, nothing after the last, no spaces behind a boundary.
public struct MultipartReader {
    /// The longest head of a part.
    public static let maxHeadBytes = 8 * 1_024

    private var chunks: HTTPRequestBody.Iterator
    private let delimiter: [UInt8]
    private let maxParts: Int
    private var buffer: [UInt8] = [13, 10]  // the first delimiter begins the body, the others stand on a line of their own
    private var parts = 0
    private var isInPart = false
    private var isAtEnd = false

    /// Throws 415 when the request is no such form.
    public init(_ request: HTTPRequest, maxParts: Int) throws(HTTPError) {
        guard request.mediaType == "multipart/form-data", let boundary = Self.boundary(request.headers[.contentType] ?? "") else {
            throw HTTPError(.unsupportedMediaType, "Send the form as multipart/form-data with a boundary.")
        }
        self.chunks = request.body.makeAsyncIterator()
        self.delimiter = Array("\r\n--\(boundary)".utf8)
        self.maxParts = maxParts
    }

    /// RFC 2046 §5.1.1: 1 to 70 characters of a small set.
    private static func boundary(_ contentType: String) -> String? {
        guard let start = contentType.range(ofIgnoringCase: "boundary=") else { return nil }
        var value = contentType[start...].prefix { $0 != ";" }
        if value.utf8.count >= 2, value.first == "\"", value.last == "\"" { value = value.dropFirst().dropLast() }
        let isSound =
            (1...70).contains(value.utf8.count)
            && value.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || "'()+_,-./:=?".utf8.contains(byte)
            }
        return isSound ? String(value) : nil
    }

    /// The head of the next part; nil after the last. What was not read of the part before is skipped.
    public mutating func nextPart() async throws -> MultipartHeader? {
        while self.isInPart, try await self.nextBytes() != nil {}
        if self.isAtEnd { return nil }
        if self.parts == 0 { try await self.passDelimiter() }
        if self.isAtEnd { return nil }
        self.parts += 1
        guard self.parts <= self.maxParts else { throw HTTPError(.badRequest, "The form has more than \(self.maxParts) parts.") }
        while true {
            if let end = self.buffer.firstRange(of: [13, 10, 13, 10], from: 0) {
                guard let text = String(validating: self.buffer[..<end], as: UTF8.self) else {
                    throw HTTPError(.badRequest, "The head of part \(self.parts) of the form is not UTF-8.")
                }
                self.buffer.removeFirst(end + 4)
                let header = try MultipartHeader(text)
                self.isInPart = true
                return header
            }
            guard self.buffer.count <= Self.maxHeadBytes else {
                throw HTTPError(.badRequest, "The head of part \(self.parts) of the form is longer than \(Self.maxHeadBytes) bytes.")
            }
            try await self.more()
        }
    }

    /// The next bytes of the part at hand, never empty; nil at its end.
    public mutating func nextBytes() async throws -> [UInt8]? {
        guard self.isInPart else { return nil }
        while true {
            if let end = self.buffer.firstRange(of: self.delimiter, from: 0) {
                if end > 0 { return self.takeFirst(end) }
                self.isInPart = false
                try await self.passDelimiter()
                return nil
            }
            let safe = self.buffer.count - (self.delimiter.count - 1)  // what lies behind may be the beginning of a delimiter
            if safe > 0 { return self.takeFirst(safe) }
            try await self.more()
        }
    }

    private mutating func takeFirst(_ count: Int) -> [UInt8] {
        let bytes = Array(self.buffer[..<count])
        self.buffer.removeFirst(count)
        return bytes
    }

    /// A delimiter, and the line end or the two hyphens behind it.
    private mutating func passDelimiter() async throws {
        while self.buffer.count < self.delimiter.count + 2 { try await self.more() }
        guard self.buffer.starts(with: self.delimiter) else { throw Self.malformed }
        let next = self.buffer[self.delimiter.count..<self.delimiter.count + 2]
        self.buffer.removeFirst(self.delimiter.count + 2)
        if next.elementsEqual([13, 10]) { return }
        guard next.elementsEqual("--".utf8) else { throw Self.malformed }
        self.isAtEnd = true
        while let bytes = try await self.chunks.next() { self.buffer += bytes.prefix(3) }
        guard self.buffer.isEmpty || self.buffer == [13, 10] else { throw Self.malformed }
    }

    private mutating func more() async throws {
        guard let bytes = try await self.chunks.next() else { throw HTTPError(.badRequest, "The form ends in the middle of a part.") }
        self.buffer += bytes
    }

    private static let malformed = HTTPError(.badRequest, "The form has something where a boundary must be.")
}
