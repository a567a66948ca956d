import Chassis
import Crypto
import JSON
import Observability

/// Whoever signs the tokens of these tests.
struct TestIssuer {
    /// The moment at which the tests take place: 2026-11-25T02:30:00Z.
    static let now = WallTime(microseconds: 1_795_573_800_000_000)

    let key: Curve25519.Signing.PrivateKey
    let tokens: TokenSigner
    let sessions: TokenSigner

    init(seed: UInt8 = 1, keyID: String = "k1", issuer: String = "https://cairn.test") throws {
        self.key = try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: seed, count: 32))
        self.tokens = TokenSigner(key: self.key, keyID: keyID, issuer: issuer, type: "at+jwt")
        self.sessions = TokenSigner(key: self.key, keyID: keyID, issuer: issuer, type: "session+jwt")
    }

    /// A key set with this issuer's key in it.
    var keys: KeySet { get throws { try KeySet([self.tokens.verificationKey]) } }

    /// Believes this issuer's bearer tokens.
    var verifier: TokenVerifier {
        get throws { TokenVerifier(keys: try self.keys, issuer: "https://cairn.test", audience: "cairn", type: "at+jwt") }
    }

    /// Believes this issuer's session cookies.
    var sessionVerifier: TokenVerifier {
        get throws { TokenVerifier(keys: try self.keys, issuer: "https://cairn.test", audience: "cairn", type: "session+jwt") }
    }

    /// A good bearer token for a visitor, an hour long.
    func token(_ visitor: Visitor, from time: WallTime = Self.now, audience: String = "cairn") -> String {
        self.tokens.token(claiming: visitor.claims, audience: audience, from: time, for: .seconds(3_600))
    }

    /// A token with any header and claims, signed all the same.
    func forge(header: JSON, claims: JSON) -> String {
        let signed = Base64.url.encode(header.bytes()) + "." + Base64.url.encode(claims.bytes())
        return signed + "." + Base64.url.encode(self.key.signature(for: Array(signed.utf8)))
    }
}
