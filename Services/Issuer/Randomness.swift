import CloudEvents
import Crypto
import Observability

extension RandomSource {
    /// A new id that begins with the time (RFC 9562 §5.7).
    func newID(at time: WallTime) -> UUIDValue {
        let milliseconds = UInt64(max(0, time.microseconds / 1_000))
        guard let chance = UUIDValue(bytes: self.bytes(count: 16)) else { preconditionFailure("sixteen bytes were asked for") }
        return UUIDValue(high: milliseconds << 16 | 0x7000 | chance.high & 0x0fff, low: chance.low & (~0 >> 2) | 1 << 63)
    }

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
