import Compression
import Testing

/// Bytes as two hexadecimal digits each.
func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.map { UInt8($0.hexDigitValue!) }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}

/// The packed bytes were made with Python's gzip and zlib from "cairn " five times; the gzip one holds the name "stones.txt" and a time.
@Suite struct `Unpacking` {
    static let text = Array("cairn cairn cairn cairn cairn ".utf8)
    static let gzip = bytes("1f8b080800f1536502ff73746f6e65732e747874004b4ecc2cca5348c64102000b8801821e000000")
    static let zlib = bytes("78da4b4ecc2cca5348c6410200ab8b0ae2")
    static let raw = bytes("4b4ecc2cca5348c6410200")
    static let withDictionary = bytes("78f90605020e4b06110ab84800ab8b0ae2")

    @Test func `reads what others packed`() throws {
        #expect(try Deflate.gzip.decompress(Self.gzip, limit: 30) == Self.text)
        #expect(try Deflate.zlib.decompress(Self.zlib, limit: 30) == Self.text)
        #expect(try Deflate.raw.decompress(Self.raw, limit: 30) == Self.text)
    }

    @Test func `stops at the limit and names it`() {
        for (frame, packed) in [(Deflate.gzip, Self.gzip), (.zlib, Self.zlib), (.raw, Self.raw)] {
            #expect(throws: CompressionError.tooLarge(limit: 29)) { try frame.decompress(packed, limit: 29) }
            #expect(throws: CompressionError.tooLarge(limit: 0)) { try frame.decompress(packed, limit: 0) }
        }
        #expect("\(CompressionError.tooLarge(limit: 29))" == "unpacked, it takes more than the limit of 29 bytes")
    }

    @Test func `of a text cut short anywhere says so`() {
        for (frame, packed) in [(Deflate.gzip, Self.gzip), (.zlib, Self.zlib), (.raw, Self.raw)] {
            for count in packed.indices {
                #expect(throws: CompressionError.truncated) { try frame.decompress(Array(packed[..<count]), limit: 100) }
            }
        }
    }

    @Test func `refuses bytes after the end`() {
        #expect(throws: CompressionError.trailingBytes(offset: 40)) { try Deflate.gzip.decompress(Self.gzip + [0, 0], limit: 100) }
        #expect(throws: CompressionError.trailingBytes(offset: 40)) { try Deflate.gzip.decompress(Self.gzip + [0x1f], limit: 100) }
        #expect(throws: CompressionError.trailingBytes(offset: 17)) { try Deflate.zlib.decompress(Self.zlib + Self.zlib, limit: 100) }
        #expect(throws: CompressionError.trailingBytes(offset: 11)) { try Deflate.raw.decompress(Self.raw + [1], limit: 100) }
    }

    @Test func `joins the members of a gzip file under one limit`() throws {
        let empty = Deflate.gzip.compress([])
        let three = Self.gzip + empty + Self.gzip
        #expect(try Deflate.gzip.decompress(three, limit: 60) == Self.text + Self.text)
        #expect(throws: CompressionError.tooLarge(limit: 59)) { try Deflate.gzip.decompress(three, limit: 59) }
        #expect(throws: CompressionError.truncated) { try Deflate.gzip.decompress(Array(three.dropLast()), limit: 60) }
        #expect(throws: CompressionError.corrupt(offset: 44, reason: "unknown compression method")) {
            try Deflate.gzip.decompress(Self.gzip + [0x1f, 0x8b, 0x07, 0], limit: 60)
        }
    }

    @Test func `notices every changed bit of the data and the checks behind it`() {
        // Bytes 0 to 20 are the header with name and time, which gzip's checksum does not cover; the last seven bits of byte 31 fill up.
        for index in 21..<Self.gzip.count {
            for bit in 0..<(index == 31 ? 1 : 8) {
                var changed = Self.gzip
                changed[index] ^= 1 << UInt8(bit)
                let result = Result { try Deflate.gzip.decompress(changed, limit: 1_000) }
                #expect(throws: CompressionError.self, "byte \(index), bit \(bit)") { try result.get() }
            }
        }
    }

    @Test func `refuses another frame and a preset dictionary`() {
        #expect(throws: CompressionError.corrupt(offset: 2, reason: "incorrect header check")) {
            try Deflate.gzip.decompress(Self.zlib, limit: 100)
        }
        #expect(throws: CompressionError.self) { try Deflate.zlib.decompress(Self.gzip, limit: 100) }
        #expect(throws: CompressionError.corrupt(offset: 6, reason: "it needs a dictionary that is not given")) {
            try Deflate.zlib.decompress(Self.withDictionary, limit: 100)
        }
    }
}

@Suite struct `Packing` {
    @Test func `comes back from every frame, at every size`() throws {
        var generator = SystemRandomNumberGenerator()
        for count in [0, 1, 2, 100, 1_023, 1_024, 1_025, 70_000, 1_000_000] {
            let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let runs = [UInt8](repeating: 7, count: count)
            for frame in [Deflate.gzip, .zlib, .raw] {
                #expect(try frame.decompress(frame.compress(noise), limit: count) == noise)
                #expect(try frame.decompress(frame.compress(runs, level: 9), limit: count) == runs)
            }
        }
    }

    @Test func `gives the same bytes each time and makes runs small`() {
        let runs = [UInt8](repeating: 0, count: 16_384)
        #expect(Deflate.gzip.compress(runs) == Deflate.gzip.compress(runs))
        #expect(Deflate.gzip.compress(runs).count < 60)
    }
}

@Suite struct `The checksum CRC-32` {
    @Test func `of "123456789" is cbf43926`() {
        #expect(CRC32.checksum(of: Array("123456789".utf8)) == 0xcbf4_3926)
        #expect(CRC32.checksum(of: []) == 0)
    }

    @Test func `goes on over pieces`() {
        let first = CRC32.checksum(of: Array("1234".utf8))
        #expect(CRC32.checksum(of: Array("56789".utf8), continuing: first) == 0xcbf4_3926)
        #expect(CRC32.checksum(of: [], continuing: first) == first)
    }
}
