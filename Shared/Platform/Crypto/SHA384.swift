/// SHA-384 (FIPS 180-4).
public struct SHA384: HashFunction, ~Copyable {
    private var context = DigestContext(.sha384, byteCount: Self.byteCount)

    /// A hash of nothing yet.
    public init() {}

    /// 48 bytes.
    public static var byteCount: Int { 48 }

    /// 128 bytes.
    public static var blockByteCount: Int { 128 }

    /// Takes in more of the text.
    public mutating func update(data: Span<UInt8>) {
        self.context.update(data)
    }

    /// The digest; the value then stands at the start again.
    public mutating func finalize() -> [UInt8] {
        self.context.finalize()
    }

    /// Appends the digest to bytes; the value then stands at the start again.
    public mutating func finalize(appendingTo bytes: inout [UInt8]) {
        self.context.finalize(appendingTo: &bytes)
    }
}
