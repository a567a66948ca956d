import Crypto

extension RandomSource {
    /// The numbers below a count in an order that nobody can guess (Fisher and Yates).
    func shuffled(below count: Int) -> [Int32] {
        var numbers = (0..<Int32(count)).map { $0 }
        let bytes = self.bytes(count: 8 * count)
        for last in stride(from: count - 1, to: 0, by: -1) {
            var chance: UInt64 = 0
            for place in 8 * last..<8 * last + 8 { chance = chance << 8 | UInt64(bytes[place]) }
            // 64 bits over at most 131,072 places: the bias is below 2^-46.
            numbers.swapAt(last, Int(chance % UInt64(last + 1)))
        }
        return numbers
    }
}
