/// The facts of one curve: sizes, the DER around its keys (RFC 5480, RFC 5915), and the order of its group.
public struct CurveParameters: Sendable {
    /// As messages name it.
    public let name: String
    /// How many bytes a coordinate, a scalar and half a signature have.
    public let coordinateByteCount: Int
    let hash: DigestAlgorithm
    let publicKeyHeader: [UInt8]
    let compressedHeader: [UInt8]
    let privateKeyHeader: [UInt8]
    let privateKeyTrailer: [UInt8]
    let order: [UInt8]

    /// The order less a number below it, big-endian: the other half of a pair of equally good signatures.
    func orderMinus(_ number: [UInt8]) -> [UInt8] {
        var result = self.order
        var borrow = 0
        for index in result.indices.reversed() {
            let difference = Int(result[index]) - Int(number[index]) - borrow
            borrow = difference < 0 ? 1 : 0
            result[index] = UInt8(truncatingIfNeeded: difference)
        }
        return result
    }

    /// Whether a big-endian number is at least 1 and below the order.
    func isScalar(_ number: [UInt8]) -> Bool {
        number.contains { $0 != 0 } && number.lexicographicallyPrecedes(self.order)
    }
}
