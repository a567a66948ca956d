/// One character above ASCII in UTF-8 (RFC 3629 §4): no overlong form, no surrogate, nothing above U+10FFFF.
enum UTF8Sequence: Sendable, Equatable {
    case complete(UInt32, length: Int)
    /// It goes on after the bytes that are here.
    case cut
    case broken

    init(in bytes: [UInt8], at start: Int) {
        let first = bytes[start]
        let length: Int
        var lowest: UInt8 = 0x80
        var highest: UInt8 = 0xBF
        switch first {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, lowest) = (3, 0xA0)
        case 0xED: (length, highest) = (3, 0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, lowest) = (4, 0x90)
        case 0xF4: (length, highest) = (4, 0x8F)
        case 0xF1...0xF3: length = 4
        default:
            self = .broken
            return
        }
        var scalar = UInt32(first) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
        for place in 1..<length {
            guard start + place < bytes.count else {
                self = .cut
                return
            }
            let byte = bytes[start + place]
            guard (lowest...highest).contains(byte) else {
                self = .broken
                return
            }
            (lowest, highest) = (0x80, 0xBF)
            scalar = scalar << 6 | UInt32(byte & 0x3F)
        }
        self = .complete(scalar, length: length)
    }

    /// Writes a character.
    static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
        func tail(_ shift: UInt32) -> UInt8 { UInt8(0x80 | scalar >> shift & 0x3F) }
        switch scalar {
        case ..<0x80: bytes.append(UInt8(scalar))
        case ..<0x800: bytes += [UInt8(0xC0 | scalar >> 6), tail(0)]
        case ..<0x10000: bytes += [UInt8(0xE0 | scalar >> 12), tail(6), tail(0)]
        default: bytes += [UInt8(0xF0 | scalar >> 18), tail(12), tail(6), tail(0)]
        }
    }
}
