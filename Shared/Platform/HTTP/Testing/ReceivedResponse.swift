/// An answer as a client gets it: whole.
public struct ReceivedResponse: Sendable, Hashable {
    /// How it ended.
    public let status: HTTPStatus
    /// The head's fields.
    public let headers: HTTPFields
    /// What followed the head.
    public let body: [UInt8]

    /// The body as text.
    public var text: String { String(decoding: self.body, as: UTF8.self) }
}

/// Why a client got no answer.
public enum NoResponse: Error, Sendable, Equatable {
    /// No connection could be made.
    case cannotConnect(errno: Int32)
    /// The connection ended before the answer was whole, or what came is no answer.
    case broken(received: String)
}

extension ReceivedResponse {
    /// Takes the first whole answer off the front of received bytes; nil when it is not whole yet. `isAll` says that no more will come.
    static func take(from bytes: inout ArraySlice<UInt8>, toHead isHead: Bool = false, isAll: Bool) throws(NoResponse) -> ReceivedResponse?
    {
        guard let end = self.endOfHead(bytes) else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: true)
        let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        guard lines[0].hasPrefix("HTTP/1."), let status, (100...599).contains(status) else {
            throw .broken(received: String(decoding: bytes, as: UTF8.self))
        }
        var headers = HTTPFields()
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let name = HTTPField.Name(String(parts[0])) else {
                throw .broken(received: String(line))
            }
            headers.append(HTTPField(name: name, value: String(parts[1].drop { $0 == " " })))
        }
        let rest = bytes[end...]
        var body: ArraySlice<UInt8> = []
        var after = end
        if isHead || status == 204 || status == 304 || status < 200 {
            // no body follows
        } else if headers[.transferEncoding] == "chunked" {
            guard let (content, next) = self.dechunk(rest) else { return nil }
            body = content[...]
            after = next
        } else if let text = headers[.contentLength], let length = Int(text) {
            guard rest.count >= length else { return nil }
            after = end + length
            body = bytes[end..<after]
        } else {
            guard isAll else { return nil }
            body = rest
            after = bytes.endIndex
        }
        bytes = bytes[after...]
        return ReceivedResponse(status: HTTPStatus(code: status), headers: headers, body: Array(body))
    }

    private static func endOfHead(_ bytes: ArraySlice<UInt8>) -> Int? {
        var position = bytes.startIndex
        while position + 3 < bytes.endIndex {
            if bytes[position..<position + 4].elementsEqual([13, 10, 13, 10]) { return position + 4 }
            position += 1
        }
        return nil
    }

    private static func dechunk(_ bytes: ArraySlice<UInt8>) -> (content: [UInt8], next: Int)? {
        var content: [UInt8] = []
        var position = bytes.startIndex
        while let line = bytes[position...].firstIndex(of: 13), line + 1 < bytes.endIndex {
            guard let size = Int(String(decoding: bytes[position..<line], as: UTF8.self), radix: 16) else { return nil }
            guard line + 4 + size <= bytes.endIndex else { return nil }
            content += bytes[line + 2..<line + 2 + size]
            position = line + 4 + size
            if size == 0 { return (content, position) }
        }
        return nil
    }
}
