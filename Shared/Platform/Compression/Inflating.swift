import CZlib

/// One run of unpacking, into a buffer that grows up to one byte over the limit: that byte shows that there was more.
struct Inflating {
    private let frame: Deflate
    private let limit: Int

    init(_ frame: Deflate, limit: Int) {
        precondition((0..<Deflate.maximumInput).contains(limit), "a limit lies between 0 and what zlib counts")
        self.frame = frame
        self.limit = limit
    }

    func run(_ bytes: [UInt8]) throws(CompressionError) -> [UInt8] {
        guard bytes.count <= Deflate.maximumInput else { throw .tooLarge(limit: self.limit) }
        var stream = z_stream()
        let started = inflateInit2_(&stream, self.frame.windowBits, zlibVersion(), Int32(MemoryLayout<z_stream>.size))
        precondition(started == Z_OK, "zlib refuses its own settings, or memory is out")
        defer { inflateEnd(&stream) }
        var output = [UInt8](repeating: 0, count: min(self.limit + 1, max(1_024, 4 * bytes.count)))
        var read = 0
        var written = 0
        while true {
            switch Self.step(&stream, from: bytes, &read, to: &output, &written) {
            case Z_STREAM_END:
                guard written <= self.limit else { throw .tooLarge(limit: self.limit) }
                if try self.isFinished(bytes, at: read) { return [UInt8](output.prefix(written)) }
                precondition(inflateReset(&stream) == Z_OK, "zlib starts again after a whole member")
            case Z_OK, Z_BUF_ERROR:
                if written == output.count {
                    guard written <= self.limit else { throw .tooLarge(limit: self.limit) }
                    output += [UInt8](repeating: 0, count: min(self.limit + 1, 2 * output.count) - output.count)
                } else if read == bytes.count {
                    throw .truncated
                }
            case Z_NEED_DICT:
                throw .corrupt(offset: read, reason: "it needs a dictionary that is not given")
            default:
                throw .corrupt(offset: read, reason: stream.msg.map { String(cString: $0) } ?? "not in this format")
            }
        }
    }

    /// Whether nothing follows. A gzip file may hold several members (RFC 1952 §2.2); any other byte after the end is an error.
    private func isFinished(_ bytes: [UInt8], at offset: Int) throws(CompressionError) -> Bool {
        if offset == bytes.count { return true }
        guard case .gzip = self.frame, bytes[offset...].starts(with: [0x1f, 0x8b]) else { throw .trailingBytes(offset: offset) }
        return false
    }

    private static func step(
        _ stream: inout z_stream, from bytes: [UInt8], _ read: inout Int, to output: inout [UInt8], _ written: inout Int
    ) -> Int32 {
        bytes.withUnsafeBufferPointer { input in
            output.withUnsafeMutableBufferPointer { buffer in
                stream.next_in = input.baseAddress.map { UnsafeMutablePointer(mutating: $0 + read) }
                stream.avail_in = UInt32(input.count - read)
                stream.next_out = buffer.baseAddress! + written
                stream.avail_out = UInt32(buffer.count - written)
                let result = inflate(&stream, Z_NO_FLUSH)
                read = input.count - Int(stream.avail_in)
                written = buffer.count - Int(stream.avail_out)
                return result
            }
        }
    }
}
