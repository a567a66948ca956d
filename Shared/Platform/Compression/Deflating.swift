import CZlib

/// One run of packing.
struct Deflating {
    private let frame: Deflate
    private let level: Int32

    init(_ frame: Deflate, level: Int32) {
        self.frame = frame
        self.level = level
    }

    func run(_ bytes: [UInt8]) -> [UInt8] {
        precondition(bytes.count <= Deflate.maximumInput, "zlib counts its input in 32 bits; nothing here packs as much")
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        let started = deflateInit2_(
            &stream, self.level, Z_DEFLATED, self.frame.windowBits, 8, Z_DEFAULT_STRATEGY, zlibVersion(), size)
        precondition(started == Z_OK, "zlib refuses its own settings, or memory is out")
        defer { deflateEnd(&stream) }
        // With room for the bound, one call with Z_FINISH always ends the stream (zlib.h, deflateBound).
        let bound = Int(deflateBound(&stream, UInt(bytes.count)))
        return [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            bytes.withUnsafeBufferPointer { input in
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(clamping: bound)
                precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END, "zlib needs more room than its own bound")
                count = bound - Int(stream.avail_out)
            }
        }
    }
}
