import Crypto
public import JSON

/// A public key as JOSE writes it (RFC 7517, RFC 7518 §6.2, RFC 8037 §2). Strict: one text per key, and never a private one.
extension Multikey {
    /// Reads a JWK. Members that say what the key is for must not speak against signing; any private member is refused, since a key whose
    /// secret is published is anybody's.
    public init(jwk: JSON) throws(DIDError) {
        guard let members = jwk.object, Self.privateMembers.allSatisfy({ members[$0] == nil }) else { throw .invalidPublicKey }
        guard let form = Self.forms.first(where: { $0.type == members["kty"]?.string && $0.curve == members["crv"]?.string }) else {
            throw .unsupportedPublicKeyType
        }
        if let algorithm = members["alg"] {
            guard let text = algorithm.string, form.algorithms.contains(text) else { throw .invalidPublicKey }
        }
        let x = try Self.coordinate(members["x"], byteCount: form.byteCount)
        guard form.type == "EC" else {
            guard members["y"] == nil else { throw .invalidPublicKey }
            try self.init(form.kind, rawRepresentation: x)
            return
        }
        let y = try Self.coordinate(members["y"], byteCount: form.byteCount)
        try self.init(form.kind, rawRepresentation: [2 + y[y.count - 1] % 2] + x)
        // The half of y is in the compressed form; that all of it is the point's is seen by going back.
        guard form.kind == .secp256k1 || self.jwk?["y"] == members["y"] else { throw .invalidPublicKey }
    }

    /// The key as a JWK; nil for the kinds whose second coordinate is not worked out here.
    public var jwk: JSON? {
        guard let form = Self.forms.first(where: { $0.kind == self.kind }) else { return nil }
        guard form.type == "EC" else {
            return ["kty": .string(form.type), "crv": .string(form.curve), "x": .string(Base64.url.encode(self.rawRepresentation))]
        }
        guard let point = self.point else { return nil }
        let (x, y) = (Array(point[1...form.byteCount]), Array(point[(form.byteCount + 1)...]))
        return [
            "kty": .string(form.type), "crv": .string(form.curve), "x": .string(Base64.url.encode(x)), "y": .string(Base64.url.encode(y)),
        ]
    }

    /// Both coordinates after 04.
    private var point: [UInt8]? {
        do throws(CryptoError) {
            switch self.kind {
            case .p256: return try P256.Signing.PublicKey(compressedRepresentation: self.rawRepresentation).x963Representation
            case .p384: return try P384.Signing.PublicKey(compressedRepresentation: self.rawRepresentation).x963Representation
            case .ed25519, .x25519, .secp256k1, .bls12381G2: return nil
            }
        } catch {
            return nil  // never: a Multikey on these curves was made from a point
        }
    }

    private static func coordinate(_ json: JSON?, byteCount: Int) throws(DIDError) -> [UInt8] {
        guard let text = json?.string else { throw .invalidPublicKey }
        let bytes: [UInt8]
        do throws(CryptoError) {
            bytes = try Base64.url.decode(text)
        } catch {
            throw .invalidPublicKey
        }
        guard bytes.count == byteCount else { throw .invalidPublicKeyLength }
        return bytes
    }

    private static let privateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"]

    private static let forms: [(kind: Kind, type: String, curve: String, byteCount: Int, algorithms: [String])] = [
        (.ed25519, "OKP", "Ed25519", 32, ["EdDSA", "Ed25519"]), (.x25519, "OKP", "X25519", 32, ["ECDH-ES"]),
        (.p256, "EC", "P-256", 32, ["ES256"]), (.p384, "EC", "P-384", 48, ["ES384"]), (.secp256k1, "EC", "secp256k1", 32, ["ES256K"]),
    ]
}
