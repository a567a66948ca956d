import CZlib

/// The checksum of gzip and PNG (RFC 1952 §8). It finds accidents, not changes made on purpose.
public enum CRC32 {
    /// The checksum of some bytes, or of those that gave `previous` followed by these.
    public static func checksum(of bytes: [UInt8], continuing previous: UInt32 = 0) -> UInt32 {
        bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return previous }
            return UInt32(crc32_z(UInt(previous), base, buffer.count))
        }
    }
}
