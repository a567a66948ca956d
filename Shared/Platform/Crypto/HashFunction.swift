/// A hash over bytes, as a stream or in one call.
///
/// A value owns one context of the library, so it cannot be copied; after `finalize` it is ready for the next text, which saves more than half
/// of the cost of a short hash. Keep one per thread where many texts are hashed.
public protocol HashFunction: ~Copyable {
    /// How many bytes a digest has.
    static var byteCount: Int { get }
    /// How many bytes the function takes in at once; HMAC needs it.
    static var blockByteCount: Int { get }

    /// A hash of nothing yet.
    init()
    /// Takes in more of the text.
    mutating func update(data: Span<UInt8>)
    /// The digest of all that was taken in; the value then stands at the start again.
    mutating func finalize() -> [UInt8]
    /// Appends the digest of all that was taken in to bytes, which costs no memory of its own when they have room; the value then stands at
    /// the start again.
    mutating func finalize(appendingTo bytes: inout [UInt8])
}

extension HashFunction where Self: ~Copyable {
    /// Takes in more of the text.
    public mutating func update(data: [UInt8]) {
        self.update(data: data.span)
    }

    /// The digest of one text.
    public static func hash(data: Span<UInt8>) -> [UInt8] {
        var function = Self()
        function.update(data: data)
        return function.finalize()
    }

    /// The digest of one text.
    public static func hash(data: [UInt8]) -> [UInt8] {
        Self.hash(data: data.span)
    }
}
