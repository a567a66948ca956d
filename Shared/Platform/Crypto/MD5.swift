/// Hashes that are broken, for what was made with them long ago. Nothing new is made with them.
public enum Insecure {
    /// MD5 (RFC 1321): two texts of one hash are made in seconds.
    public struct MD5: HashFunction, ~Copyable {
        private var context = DigestContext(.md5, byteCount: Self.byteCount)

        /// A hash of nothing yet.
        public init() {}

        /// 16 bytes.
        public static var byteCount: Int { 16 }

        /// 64 bytes.
        public static var blockByteCount: Int { 64 }

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
}
