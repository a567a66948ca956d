import CSodium

/// Comparison whose time tells nothing of where two secrets differ.
public enum ConstantTime {
    /// Whether both hold the same bytes. The length is not secret; the bytes are.
    public static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return sodium_memcmp(left, right, left.count) == 0
    }
}
