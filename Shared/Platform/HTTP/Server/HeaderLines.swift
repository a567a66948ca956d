import CMicroHTTPD

/// The header lines as libmicrohttpd hands them over, one by one.
struct HeaderLines {
    let limit: Int
    /// Where the next line begins, if all is well; nil when addresses say nothing.
    var expectedStart: UInt?
    private(set) var fields = HTTPFields()
    private(set) var fault: HTTPError?
    /// Where the last value ends.
    private var end: UnsafeRawPointer?

    init(limit: Int, expectedStart: UInt?) {
        self.limit = limit
        self.expectedStart = expectedStart
    }

    mutating func add(name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>) {
        if let fault = self.faultIn(name: name, value: value) {
            self.fault = fault
            return
        }
        self.end = UnsafeRawPointer(value.baseAddress.map { $0 + value.count })
        let name = HTTPField.Name(checked: String(decoding: name, as: UTF8.self))
        var count = value.count
        // libmicrohttpd does not trim (RFC 9112 §5.1 does) and takes `chunked` with a space behind it for an unknown coding: leave that one as it is.
        while count > 0, value[count - 1] == 32 || value[count - 1] == 9, name != .transferEncoding { count -= 1 }
        self.fields.append(HTTPField(name: name, value: String(decoding: value[..<count], as: UTF8.self)))
    }

    /// 0.9.75 takes a line that begins with a colon for the end of the head. The line ends that it received, it has made zeros: behind the last value
    /// there must be four. (They lie within its buffer, since what it keeps of the fields lies behind them.)
    func faultAtEnd() -> HTTPError? {
        guard self.expectedStart != nil, let end else { return nil }
        if UnsafeRawBufferPointer(start: end, count: 4).allSatisfy({ $0 == 0 }) { return nil }
        return HTTPError(.badRequest, "The head does not end in an empty line.")
    }

    private mutating func faultIn(name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>) -> HTTPError? {
        guard self.fields.count < self.limit else { return HTTPError(431, "The head has more than \(self.limit) fields.") }
        guard HTTPField.Name(String(decoding: name, as: UTF8.self)) != nil else {
            return HTTPError(.badRequest, "A field name is no token.")
        }
        guard value.allSatisfy({ $0 >= 32 && $0 != 127 || $0 == 9 }) else {
            return HTTPError(.badRequest, "A field value holds a control character.")
        }
        guard let expected = self.expectedStart else { return nil }
        let start = UInt(bitPattern: name.baseAddress)
        let colon = start + UInt(name.count)
        let valueStart = UInt(bitPattern: value.baseAddress)
        self.expectedStart = valueStart + UInt(value.count) + 2
        // Spaces after the colon have been skipped and lie between the two: look at them only when they can be there.
        guard start == expected, valueStart > colon, valueStart - colon <= 64 else {
            return HTTPError(.badRequest, "A header line is folded, or does not end in CR LF.")
        }
        return nil
    }
}

func addHeaderLine(
    context: UnsafeMutableRawPointer?, kind: MHD_ValueKind, name: UnsafePointer<CChar>?, nameCount: Int,
    value: UnsafePointer<CChar>?, valueCount: Int
) -> MHD_Result {
    guard let context, let name else { return .NO }
    let lines = context.assumingMemoryBound(to: HeaderLines.self)
    lines.pointee.add(name: bytes(name, nameCount), value: bytes(value, valueCount))
    return lines.pointee.fault == nil ? .YES : .NO
}

private func bytes(_ pointer: UnsafePointer<CChar>?, _ count: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeRawBufferPointer(start: pointer, count: count).assumingMemoryBound(to: UInt8.self)
}
