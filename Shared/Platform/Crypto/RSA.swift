import CCrypto

/// RSA signatures (RFC 8017), verification only: others still sign with them, Cairn does not.
public enum RSA {
    /// Signatures.
    public enum Signing {
        /// How the hash is laid out in the signed number.
        public enum Padding: Sendable {
            /// RSASSA-PKCS1-v1_5, `RS256` in JOSE.
            case pkcs1v15
            /// RSASSA-PSS with a salt as long as the hash, `PS256` in JOSE.
            case pss
        }
    }

    /// The least modulus that is taken (RFC 7518 §3.3).
    public static let minimumBits = 2_048
    /// The largest modulus that is taken; verification grows with its square.
    public static let maximumBits = 8_192
}

extension RSA.Signing {
    /// What verifies.
    public struct PublicKey: Sendable {
        private let handle: KeyHandle

        /// A key from modulus and exponent, big-endian, as a JWK has them (RFC 7518 §6.3.1).
        public init(modulus: [UInt8], exponent: [UInt8]) throws(CryptoError) {
            let n = [UInt8](modulus.drop { $0 == 0 })
            let e = [UInt8](exponent.drop { $0 == 0 })
            let bits = n.isEmpty ? 0 : n.count * 8 - n[0].leadingZeroBitCount
            guard (RSA.minimumBits...RSA.maximumBits).contains(bits) else {
                throw .invalidKey("an RSA modulus has \(RSA.minimumBits) to \(RSA.maximumBits) bits, not \(bits)")
            }
            guard n.last! % 2 == 1 else { throw .invalidKey("an RSA modulus is odd") }
            guard let last = e.last, last % 2 == 1, e.count <= 4, e != [1] else {
                throw .invalidKey("an RSA exponent is odd, more than 1 and at most 32 bits long")
            }
            let key = Self.tagged(0x30, Self.integer(n) + Self.integer(e))
            // AlgorithmIdentifier rsaEncryption with NULL (RFC 3279 §2.3.1).
            let algorithm: [UInt8] = [
                0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
            ]
            self.handle = try KeyHandle(subjectPublicKeyInfo: Self.tagged(0x30, algorithm + Self.tagged(0x03, [0] + key)))
        }

        /// Whether this key signed these bytes, with SHA-256.
        public func isValidSignature(_ signature: [UInt8], for data: [UInt8], padding: Padding) -> Bool {
            self.handle.verifies(signature, for: data, hash: .sha256) { context in
                switch padding {
                case .pkcs1v15:
                    EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1
                case .pss:
                    EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1
                        && EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1
                }
            }
        }

        private static func integer(_ digits: [UInt8]) -> [UInt8] {
            Self.tagged(0x02, digits[0] & 0x80 == 0 ? digits : [0] + digits)
        }

        /// Tag, length in its shortest form, content (X.690 §8.1.3, §10.1).
        private static func tagged(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
            let count = content.count
            if count < 0x80 { return [tag, UInt8(count)] + content }
            if count < 0x100 { return [tag, 0x81, UInt8(count)] + content }
            return [tag, 0x82, UInt8(count >> 8), UInt8(count & 0xff)] + content
        }
    }
}
