/// The frames that DEFLATE (RFC 1951) comes in. Equal input gives equal output, for no frame holds a name or a time.
public enum Deflate: Sendable {
    /// With a header, CRC-32 and length (RFC 1952); several members in a row unpack to their contents in a row.
    case gzip
    /// With a header and Adler-32 (RFC 1950), which HTTP calls `deflate` and PNG uses.
    case zlib
    /// Without a frame, as JOSE's `zip: DEF` has it.
    case raw

    /// The most bytes that one call takes or gives: zlib counts in 32 bits.
    public static let maximumInput = Int(UInt32.max) - 1

    /// How zlib tells the three apart: 15 is the largest window, 16 more means gzip, negative means no frame.
    var windowBits: Int32 {
        switch self {
        case .gzip: 15 + 16
        case .zlib: 15
        case .raw: -15
        }
    }

    /// The bytes, packed. `level` goes from 1 (quick) to 9 (small).
    public func compress(_ bytes: [UInt8], level: Int32 = 6) -> [UInt8] {
        precondition((1...9).contains(level), "zlib's levels go from 1 to 9")
        return Deflating(self, level: level).run(bytes)
    }

    /// The bytes, unpacked: all of the input must be used, and no more than `limit` bytes come out.
    public func decompress(_ bytes: [UInt8], limit: Int) throws(CompressionError) -> [UInt8] {
        try Inflating(self, limit: limit).run(bytes)
    }
}
