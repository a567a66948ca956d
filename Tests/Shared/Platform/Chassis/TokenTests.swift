import Chassis
import Crypto
import JSON
import Observability
import Testing

@Suite struct `A signed token` {
    private let issuer: TestIssuer
    private let good: JSON = ["iss": "https://cairn.test", "aud": "cairn", "iat": 1_795_573_800, "exp": 1_795_577_400]
    private let header: JSON = ["alg": "EdDSA", "kid": "k1", "typ": "at+jwt"]

    init() throws {
        self.issuer = try TestIssuer()
    }

    @Test func `is that of RFC 8037, appendix A`() throws {
        let key = try VerificationKey(id: "a", ed25519: Base64.url.decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"))
        let token = try SignedToken(
            parsing: "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
                + "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg")
        try token.verify(with: key)
        #expect(String(decoding: token.payload, as: UTF8.self) == "Example of Ed25519 signing")
    }

    @Test func `is that of RFC 7515, appendix A 3`() throws {
        let key = try VerificationKey(
            id: "a", p256X: Base64.url.decode("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"),
            y: Base64.url.decode("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"))
        let text =
            "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
            + "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
        try SignedToken(parsing: text).verify(with: key)
        #expect(throws: TokenError.wrongSignature) { try SignedToken(parsing: text.replacing("DtEhU3", with: "DtEhU4")).verify(with: key) }
        #expect(throws: TokenError.wrongSignature) { try SignedToken(parsing: String(text.dropLast(2))).verify(with: key) }
    }

    @Test func `is that of OpenSSL with RSA`() throws {
        let jwks: JSON = ["keys": [["kty": "RSA", "kid": "r1", "alg": "RS256", "n": .string(RSASample.modulus), "e": "AQAB"]]]
        let keys = try KeySet(parsing: jwks.bytes())
        let verifier = TokenVerifier(keys: keys, issuer: "https://cairn.test", audience: "cairn", type: "at+jwt")
        #expect(try verifier.claims(of: RSASample.token, at: TestIssuer.now)["college"] == 17)
        #expect(throws: TokenError.wrongSignature) {
            try verifier.claims(of: RSASample.token.replacing(".eyJ", with: ".eyK"), at: TestIssuer.now)
        }
    }

    @Test func `is believed when all of it is right`() throws {
        #expect(try self.claims(self.issuer.forge(header: self.header, claims: self.good)) == self.good)
        let listed = self.good.with("aud", ["other", "cairn"])
        #expect(try self.claims(self.issuer.forge(header: self.header.with("typ", "application/AT+JWT"), claims: listed)) == listed)
    }

    @Test func `is not believed by another algorithm, none least of all`() throws {
        let claims = Base64.url.encode(self.good.bytes())
        for algorithm: JSON in ["none", "None", "HS256", "ES256", "RS256", "EdDsa", "", 1, nil] {
            let header = Base64.url.encode(self.header.with("alg", algorithm).bytes())
            #expect(throws: TokenError.wrongAlgorithm) { try self.claims("\(header).\(claims).") }
            #expect(throws: TokenError.wrongAlgorithm) {
                try self.claims(self.issuer.forge(header: self.header.with("alg", algorithm), claims: self.good))
            }
        }
        // The public key as an HMAC key: the forgery that libraries fell for which let the token choose (RFC 8725 §2.1).
        let signed = Base64.url.encode(self.header.with("alg", "HS256").bytes()) + "." + claims
        let code = HMAC<SHA256>.authenticationCode(
            for: Array(signed.utf8), using: SymmetricKey(data: self.issuer.key.publicKey.rawRepresentation))
        #expect(throws: TokenError.wrongAlgorithm) { try self.claims("\(signed).\(Base64.url.encode(code))") }
    }

    @Test func `is not believed after any of its characters has changed`() throws {
        let token = self.issuer.forge(header: self.header, claims: self.good)
        let letters = Array(token)
        for place in letters.indices where letters[place] != "." {
            var changed = letters
            changed[place] = letters[place] == "A" ? "B" : "A"
            #expect(throws: TokenError.self, "\(place)") { try self.claims(String(changed)) }
        }
    }

    @Test func `is not believed from an unknown key, or of another type`() throws {
        for (header, error) in [
            (self.header.with("kid", "k2"), TokenError.unknownKey), (self.header.with("kid", nil), .unknownKey),
            (self.header.with("kid", 1), .unknownKey),
            (self.header.with("typ", "session+jwt"), .wrongType), (self.header.with("typ", nil), .wrongType),
            (self.header.with("typ", "jwt"), .wrongType),
            (self.header.with("crit", ["b64"]), .criticalHeader), (self.header.with("crit", []), .criticalHeader),
        ] {
            #expect(throws: error) { try self.claims(self.issuer.forge(header: header, claims: self.good)) }
        }
        let stranger = try TestIssuer(seed: 2)
        #expect(throws: TokenError.wrongSignature) { try self.claims(stranger.forge(header: self.header, claims: self.good)) }
    }

    @Test func `is not believed when its claims are not right`() throws {
        for (name, value, error): (String, JSON?, TokenError) in [
            ("iss", "https://other.test", .wrongIssuer), ("iss", nil, .wrongIssuer), ("aud", "other", .wrongAudience),
            ("aud", nil, .wrongAudience),
            ("aud", ["other"], .wrongAudience), ("aud", 1, .wrongAudience), ("exp", nil, .wrongClaim("exp")),
            ("exp", "1795577400", .wrongClaim("exp")),
            ("exp", -1, .wrongClaim("exp")), ("exp", 1e300, .wrongClaim("exp")), ("iat", nil, .wrongClaim("iat")),
            ("nbf", "x", .wrongClaim("nbf")),
            ("exp", 1_798_338_600, .wrongClaim("exp")), ("exp", 1_795_573_770, .expired),
            ("nbf", 1_795_573_830, .notYetValid),
            ("iat", 1_795_573_830, .notYetValid),
        ] {
            #expect(throws: error, "\(name)") {
                try self.claims(self.issuer.forge(header: self.header, claims: self.good.with(name, value)))
            }
        }
    }

    @Test func `is given half a minute for clocks that differ`() throws {
        for (name, value): (String, JSON) in [
            ("exp", 1_795_573_771), ("nbf", 1_795_573_829), ("iat", 1_795_573_829), ("exp", 1_795_573_770.5),
        ] {
            var claims = self.good.with(name, value)
            if name == "exp" { claims = claims.with("iat", 1_795_573_700) }
            _ = try self.claims(self.issuer.forge(header: self.header, claims: claims))
        }
    }

    @Test func `is three parts of strict base64url around JSON`() throws {
        let token = self.issuer.forge(header: self.header, claims: self.good)
        let parts = token.split(separator: ".").map(String.init)
        for wrong in [
            "", ".", "..", "...", parts[0], "\(parts[0]).\(parts[1])", token + ".", token + ".x", " " + token, token + " ", token + "=",
            "\(parts[0])=.\(parts[1]).\(parts[2])", "\(parts[0]).\(parts[1])\n.\(parts[2])", "W10.\(parts[1]).\(parts[2])",
            Base64.url.encode(Array(#"{"alg":"EdDSA","alg":"none"}"#.utf8)) + ".\(parts[1]).\(parts[2])",
        ] {
            let error = try #require(throws: TokenError.self, "\(wrong)") { try self.claims(wrong) }
            guard case .malformed = error else {
                Issue.record("\(error)")
                return
            }
        }
        #expect(throws: TokenError.malformed("the payload is no object")) {
            try self.claims(self.issuer.forge(header: self.header, claims: [1]))
        }
    }

    @Test func `has at most 4,096 bytes`() throws {
        let filled = self.good.with("filler", .string(String(repeating: "x", count: 2_000)))
        _ = try self.claims(self.issuer.forge(header: self.header, claims: filled))
        let huge = String(repeating: "A", count: SignedToken.sizeLimit + 1)
        #expect(throws: TokenError.tooLong(bytes: 4_097)) { try self.claims(huge) }
        let deep = self.issuer.forge(header: self.header, claims: self.good.with("deep", [[[[[[[[[1]]]]]]]]]))
        #expect(throws: TokenError.malformed("the payload is no JSON")) { try self.claims(deep) }
    }

    private func claims(_ token: String) throws -> JSON {
        try self.issuer.verifier.claims(of: token, at: TestIssuer.now)
    }
}

extension JSON {
    /// The object with one member set, or taken out.
    func with(_ name: String, _ value: JSON?) -> JSON {
        guard case .object(var object) = self else { return self }
        object[name] = value
        return .object(object)
    }
}
