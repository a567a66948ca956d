public import CloudEvents
public import Crypto
public import Observability

extension RandomSource {
    /// A new id that begins with the time (RFC 9562 §5.7).
    public func newID(at time: WallTime) -> UUIDValue {
        let milliseconds = UInt64(max(0, time.microseconds / 1_000))
        guard let chance = UUIDValue(bytes: self.bytes(count: 16)) else { preconditionFailure("sixteen bytes were asked for") }
        return UUIDValue(high: milliseconds << 16 | 0x7000 | chance.high & 0x0fff, low: chance.low & (~0 >> 2) | 1 << 63)
    }
}
