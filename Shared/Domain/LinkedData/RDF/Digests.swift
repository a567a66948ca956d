import Glibc

/// Hashes of one size, one behind the other.
enum Digests {
    /// How two of them compare, by their numbers: as their hexadecimal forms do.
    @inline(__always)
    static func order(_ digests: [UInt8], _ a: Int, _ b: Int, size: Int) -> Int {
        digests.withUnsafeBufferPointer { Int(memcmp($0.baseAddress! + a * size, $0.baseAddress! + b * size, size)) }
    }

    /// The first eight bytes at a place, as a number that compares as they do.
    static func key(_ digests: [UInt8], _ start: Int) -> UInt64 {
        var key: UInt64 = 0
        for index in start..<start + 8 { key = key << 8 | UInt64(digests[index]) }
        return key
    }

    /// Appends some bytes as pairs of lower-case hexadecimal digits.
    static func appendHex(_ digests: [UInt8], _ range: Range<Int>, to text: inout [UInt8]) {
        let start = text.count
        text.append(contentsOf: repeatElement(0, count: 2 * range.count))
        text.withUnsafeMutableBufferPointer { text in
            digests.withUnsafeBufferPointer { digests in
                var place = start
                for index in range {
                    text[place] = Self.digit(digests[index] >> 4)
                    text[place + 1] = Self.digit(digests[index] & 15)
                    place += 2
                }
            }
        }
    }

    @inline(__always)
    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
