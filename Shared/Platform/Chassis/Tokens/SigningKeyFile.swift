public import Configuration
public import Crypto
public import JSON

/// An Ed25519 key that signs tokens, in a file of its own: a private JWK (RFC 8037 §2) that its owner alone may read.
public struct SigningKeyFile: Sendable {
    /// The most bytes of such a file.
    public static let sizeLimit = 4_096

    /// The id that tokens name it by.
    public let keyID: String
    private let key: Curve25519.Signing.PrivateKey

    /// Reads a key, or throws a sentence for whoever wrote its path into the configuration.
    public init(reading path: String) throws(CommandFailure) {
        let bytes = try SmallFile.read(path, limit: Self.sizeLimit, called: "the signing key")
        let json: JSON
        do {
            json = try JSON(parsing: bytes, limits: JSONLimits(maxBytes: Self.sizeLimit, maxDepth: 4))
        } catch {
            throw CommandFailure("the signing key \(path) is no JSON: \(error)", exitCode: 64)
        }
        guard json["kty"] == "OKP", json["crv"] == "Ed25519", let id = json["kid"]?.string, !id.isEmpty, let secret = json["d"]?.string
        else {
            throw CommandFailure("\(path) should be a private JWK with kty OKP, crv Ed25519, kid and d", exitCode: 64)
        }
        do {
            self.key = try Curve25519.Signing.PrivateKey(rawRepresentation: try Base64.url.decode(secret))
        } catch {
            throw CommandFailure("the private part (d) of \(path) cannot be read: \(error)", exitCode: 64)
        }
        self.keyID = id
        guard json["x"]?.string == Base64.url.encode(self.key.publicKey.rawRepresentation) else {
            throw CommandFailure("the public part (x) of \(path) does not belong to its private part", exitCode: 64)
        }
    }

    /// Makes a new key in a new file. One that is there already is left alone, and an error.
    public init(making path: String, keyID: String, from random: some RandomSource) throws {
        let key = try Curve25519.Signing.PrivateKey(from: random)
        let jwk: JSON = [
            "kty": "OKP", "crv": "Ed25519", "kid": .string(keyID),
            "x": .string(Base64.url.encode(key.publicKey.rawRepresentation)), "d": .string(Base64.url.encode(key.rawRepresentation)),
        ]
        try SmallFile.make(path, jwk.bytes(), called: "the signing key")
        (self.key, self.keyID) = (key, keyID)
    }

    /// Signs tokens of one type with it, as an issuer.
    public func signer(issuer: String, type: String) -> TokenSigner {
        TokenSigner(key: self.key, keyID: self.keyID, issuer: issuer, type: type)
    }

    /// The public half as a JWK, for a key set.
    public var publicJWK: JSON { self.signer(issuer: "", type: "").jwk }
}
