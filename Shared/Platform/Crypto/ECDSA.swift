/// Signatures on a prime curve with the hash that belongs to it (FIPS 186-5).
public enum ECDSA<Curve: NISTCurve> {
    /// What verifies.
    public struct PublicKey: Sendable {
        private let handle: KeyHandle
        /// Both coordinates after 0x04 (SEC 1 §2.3.3).
        public let x963Representation: [UInt8]

        /// A key from both coordinates after 0x04.
        public init(x963Representation: [UInt8]) throws(CryptoError) {
            let facts = Curve.parameters
            let expected = 1 + 2 * facts.coordinateByteCount
            guard x963Representation.count == expected else {
                throw .incorrectLength(of: "a \(facts.name) public key", expected: "\(expected)", actual: x963Representation.count)
            }
            guard x963Representation[0] == 4 else { throw .invalidKey("a \(facts.name) public key starts with 04") }
            try self.init(handle: try KeyHandle(subjectPublicKeyInfo: facts.publicKeyHeader + x963Representation))
        }

        /// A key from one coordinate after 0x02 or 0x03, the form of Multikey.
        public init(compressedRepresentation: [UInt8]) throws(CryptoError) {
            let facts = Curve.parameters
            let expected = 1 + facts.coordinateByteCount
            guard compressedRepresentation.count == expected else {
                throw .incorrectLength(
                    of: "a compressed \(facts.name) public key", expected: "\(expected)", actual: compressedRepresentation.count)
            }
            guard compressedRepresentation[0] == 2 || compressedRepresentation[0] == 3 else {
                throw .invalidKey("a compressed \(facts.name) public key starts with 02 or 03")
            }
            try self.init(handle: try KeyHandle(subjectPublicKeyInfo: facts.compressedHeader + compressedRepresentation))
        }

        fileprivate init(handle: KeyHandle) throws(CryptoError) {
            let size = Curve.parameters.coordinateByteCount
            self.handle = handle
            self.x963Representation = [4] + (try handle.number("qx", byteCount: size)) + (try handle.number("qy", byteCount: size))
        }

        /// One coordinate after 0x02 or 0x03.
        public var compressedRepresentation: [UInt8] {
            let x = self.x963Representation[1...Curve.parameters.coordinateByteCount]
            return [2 + self.x963Representation.last! % 2] + x
        }

        /// Whether this key signed these bytes. A signature with a high S is as good as its twin unless `requiringLowS` is set.
        public func isValidSignature(_ signature: ECDSASignature, for data: [UInt8], requiringLowS: Bool = false) -> Bool {
            guard !requiringLowS || signature.isLowS else { return false }
            return self.handle.verifies(signature.derRepresentation, for: data, hash: Curve.parameters.hash)
        }
    }

    /// What signs.
    public struct PrivateKey: Sendable, CustomStringConvertible {
        private let handle: KeyHandle
        private let secret: SecretBytes
        /// The key that verifies.
        public let publicKey: PublicKey

        /// A key from its scalar, big-endian.
        public init(rawRepresentation: [UInt8]) throws(CryptoError) {
            let facts = Curve.parameters
            guard rawRepresentation.count == facts.coordinateByteCount else {
                throw .incorrectLength(
                    of: "a \(facts.name) private key", expected: "\(facts.coordinateByteCount)", actual: rawRepresentation.count)
            }
            guard facts.isScalar(rawRepresentation) else { throw .invalidKey("a \(facts.name) scalar lies between 1 and the order") }
            self.handle = try KeyHandle(ecPrivateKey: facts.privateKeyHeader + rawRepresentation + facts.privateKeyTrailer)
            self.secret = SecretBytes(rawRepresentation.span)
            self.publicKey = try PublicKey(handle: self.handle)
        }

        /// A new key: a scalar is drawn again in the rare case that it lies beyond the order (FIPS 186-5 A.2.2).
        public init(from random: some RandomSource) throws(CryptoError) {
            for _ in 0..<ECDSA.maximumDraws {
                let scalar = random.bytes(count: Curve.parameters.coordinateByteCount)
                if Curve.parameters.isScalar(scalar) {
                    try self.init(rawRepresentation: scalar)
                    return
                }
            }
            throw .invalidKey("the random source gave no scalar in \(ECDSA.maximumDraws) draws")
        }

        /// The scalar, for whoever wraps it in another key.
        public var rawRepresentation: [UInt8] { self.secret.copy }

        /// A signature with a low S. Its nonce comes from the library's own generator, so it differs each time.
        public func signature(for data: [UInt8]) throws(CryptoError) -> ECDSASignature {
            try ECDSASignature(derRepresentation: try self.handle.sign(data, hash: Curve.parameters.hash)).withLowS
        }

        /// Nothing of the key.
        public var description: String { "\(Curve.parameters.name) private key" }
    }

    /// How often a new key draws before it holds the source to be broken; one draw in 2^32 misses on P-256.
    public static var maximumDraws: Int { 8 }
}
