/// A secret key for HMAC or AES. It is overwritten when it is no longer held, and printing it shows nothing of it.
public struct SymmetricKey: Sendable, Equatable, CustomStringConvertible {
    let secret: SecretBytes

    /// A key from bytes that somebody else keeps.
    public init(data: [UInt8]) {
        self.secret = SecretBytes(data.span)
    }

    /// A new key of so many bytes.
    public init(byteCount: Int = 32, from random: some RandomSource) {
        self.init(data: random.bytes(count: byteCount))
    }

    /// How long the key is.
    public var bitCount: Int { self.secret.count * 8 }

    /// The key itself, for whoever wraps it in another key.
    public var rawRepresentation: [UInt8] { self.secret.copy }

    /// The length alone.
    public var description: String { "SymmetricKey(\(self.bitCount) bits)" }

    /// Compares in constant time.
    public static func == (left: SymmetricKey, right: SymmetricKey) -> Bool {
        ConstantTime.areEqual(left.secret.copy, right.secret.copy)
    }
}
