public import Crypto
public import JSON
public import Observability

/// Makes tokens, signed with Ed25519.
public struct TokenSigner: Sendable {
    private let key: Curve25519.Signing.PrivateKey
    private let keyID: String
    private let issuer: String
    private let type: String

    /// Signs with one key, as one issuer, tokens of one type.
    public init(key: Curve25519.Signing.PrivateKey, keyID: String, issuer: String, type: String) {
        self.key = key
        self.keyID = keyID
        self.issuer = issuer
        self.type = type
    }

    /// A token with these claims, for one audience, from a moment on for so long.
    public func token(claiming claims: JSONObject, audience: String, from now: WallTime, for life: Duration) -> String {
        precondition(
            life > .zero && life <= TokenVerifier.longestLife, "a token lives for more than nothing and no longer than is believed")
        var claims = claims
        claims["iss"] = .string(self.issuer)
        claims["aud"] = .string(audience)
        claims["iat"] = Self.seconds(now)
        claims["exp"] = Self.seconds(now + life)
        let header: JSON = ["alg": "EdDSA", "kid": .string(self.keyID), "typ": .string(self.type)]
        let signed = Base64.url.encode(header.bytes()) + "." + Base64.url.encode(JSON.object(claims).bytes())
        return signed + "." + Base64.url.encode(self.key.signature(for: Array(signed.utf8)))
    }

    /// The public half, for the key set.
    public var verificationKey: VerificationKey {
        get throws(KeySetError) { try VerificationKey(id: self.keyID, ed25519: self.key.publicKey.rawRepresentation) }
    }

    /// The public half as a JWK (RFC 8037 §2).
    public var jwk: JSON {
        [
            "kty": "OKP", "crv": "Ed25519", "x": .string(Base64.url.encode(self.key.publicKey.rawRepresentation)),
            "kid": .string(self.keyID), "alg": "EdDSA", "use": "sig",
        ]
    }

    private static func seconds(_ time: WallTime) -> JSON { .number(JSONNumber(time.microseconds / 1_000_000)) }
}
