import CSodium

/// Signatures on the curve of RFC 7748 and RFC 8032.
public enum Curve25519 {
    /// Ed25519 (RFC 8032 §5.1).
    public enum Signing {}
}

extension Curve25519.Signing {
    /// What verifies: 32 bytes.
    public struct PublicKey: Sendable, Hashable {
        /// The 32 bytes of RFC 8032 §5.1.2.
        public let rawRepresentation: [UInt8]

        /// A key of 32 bytes. Whether it is a good point is judged by each verification, which refuses all others.
        public init(rawRepresentation: [UInt8]) throws(CryptoError) {
            guard rawRepresentation.count == 32 else {
                throw .incorrectLength(of: "an Ed25519 public key", expected: "32", actual: rawRepresentation.count)
            }
            self.rawRepresentation = rawRepresentation
        }

        /// Whether the key is the canonical form of a point of the large group: no small order, no mixed order.
        public var isStrong: Bool {
            Sodium.prepare()
            return crypto_core_ed25519_is_valid_point(self.rawRepresentation) == 1
        }

        /// Whether this key signed these bytes. Strict: S >= L, keys and R of small order, and keys that are not canonical are refused.
        public func isValidSignature(_ signature: [UInt8], for data: [UInt8]) -> Bool {
            guard signature.count == 64 else { return false }
            Sodium.prepare()
            return crypto_sign_verify_detached(signature, data, UInt64(data.count), self.rawRepresentation) == 0
        }
    }

    /// What signs: a seed of 32 bytes.
    public struct PrivateKey: Sendable, CustomStringConvertible {
        /// The seed and after it the public key, as libsodium wants them.
        private let secret: SecretBytes
        /// The key that verifies.
        public let publicKey: PublicKey

        /// A key from its seed.
        public init(rawRepresentation seed: [UInt8]) throws(CryptoError) {
            guard seed.count == 32 else {
                throw .incorrectLength(of: "an Ed25519 private key", expected: "32", actual: seed.count)
            }
            Sodium.prepare()
            var publicBytes = [UInt8](repeating: 0, count: 32)
            var secretBytes = [UInt8](repeating: 0, count: 64)
            defer { sodium_memzero(&secretBytes, secretBytes.count) }
            precondition(crypto_sign_seed_keypair(&publicBytes, &secretBytes, seed) == 0, "libsodium makes a key of any seed")
            self.secret = SecretBytes(secretBytes.span)
            self.publicKey = try PublicKey(rawRepresentation: publicBytes)
        }

        /// A new key.
        public init(from random: some RandomSource) throws(CryptoError) {
            try self.init(rawRepresentation: random.bytes(count: 32))
        }

        /// The seed, for whoever wraps it in another key.
        public var rawRepresentation: [UInt8] { self.secret.withUnsafeBytes { [UInt8]($0[..<32]) } }

        /// The 64 bytes that sign this text; the same each time (RFC 8032 §5.1.6).
        public func signature(for data: [UInt8]) -> [UInt8] {
            self.secret.withUnsafeBytes { secret in
                [UInt8](unsafeUninitializedCapacity: 64) { buffer, count in
                    let key = secret.baseAddress!.assumingMemoryBound(to: UInt8.self)
                    precondition(
                        crypto_sign_detached(buffer.baseAddress!, nil, data, UInt64(data.count), key) == 0,
                        "libsodium signs any text")
                    count = 64
                }
            }
        }

        /// Nothing of the key.
        public var description: String { "Curve25519.Signing.PrivateKey" }
    }
}
