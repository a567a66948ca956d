/// Bytes as a number in base 58 with Bitcoin's alphabet, which leaves out 0, O, I and l. Each leading zero byte is one leading `1`.
public enum Base58 {
    /// The longest text that is decoded. The work grows with the square of the length, so there must be a limit; keys and signatures need 88.
    public static let maximumLength = 1_024

    /// The text of some bytes. Four bytes go in at a time, and five digits are kept in one number: a twentieth of the steps of the plain way.
    public static func encode(_ bytes: [UInt8]) -> String {
        let zeros = bytes.prefix { $0 == 0 }.count
        var limbs: [UInt64] = []
        var place = zeros
        while place < bytes.count {
            let count = (bytes.count - place - 1) % 4 + 1
            var carry = bytes[place..<(place + count)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            for index in limbs.indices {
                carry += limbs[index] << (8 * UInt64(count))
                (carry, limbs[index]) = carry.quotientAndRemainder(dividingBy: Self.limb)
            }
            while carry > 0 {
                limbs.append(carry % Self.limb)
                carry /= Self.limb
            }
            place += count
        }
        var digits: [UInt8] = []
        digits.reserveCapacity(zeros + 5 * limbs.count)
        for limb in limbs {
            var rest = limb
            for _ in 0..<5 {
                digits.append(Self.alphabet[Int(rest % 58)])
                rest /= 58
            }
        }
        while digits.last == Self.alphabet[0] { digits.removeLast() }
        digits += [UInt8](repeating: Self.alphabet[0], count: zeros)
        return String(decoding: digits.reversed(), as: UTF8.self)
    }

    /// The bytes of a text.
    public static func decode(_ text: String) throws(CryptoError) -> [UInt8] {
        let characters = [UInt8](text.utf8)
        guard characters.count <= Self.maximumLength else { throw .textTooLong(encoding: "base58", limit: Self.maximumLength) }
        let zeros = characters.prefix { $0 == Self.alphabet[0] }.count
        var words: [UInt32] = []
        var place = zeros
        while place < characters.count {
            let end = place + (characters.count - place - 1) % 5 + 1
            var carry: UInt64 = 0
            var scale: UInt64 = 1
            while place < end {
                let value = Self.values[Int(characters[place])]
                guard value < 58 else {
                    throw .invalidText(encoding: "base58", offset: place, reason: "a character outside its alphabet")
                }
                carry = carry * 58 + UInt64(value)
                scale *= 58
                place += 1
            }
            for index in words.indices {
                carry += UInt64(words[index]) * scale
                words[index] = UInt32(truncatingIfNeeded: carry)
                carry >>= 32
            }
            if carry > 0 { words.append(UInt32(carry)) }
        }
        let number = words.reversed().flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) } }
        return [UInt8](repeating: 0, count: zeros) + number.drop { $0 == 0 }
    }

    /// 58 to the fifth.
    private static let limb: UInt64 = 656_356_768
    private static let alphabet = [UInt8]("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)

    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, character) in Self.alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()
}
