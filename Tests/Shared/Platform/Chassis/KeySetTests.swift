import Chassis
import JSON
import Testing

@Suite struct `A key set` {
    private let ed: JSON

    init() throws {
        self.ed = try TestIssuer().tokens.jwk
    }

    @Test func `has the keys of its file, each for one algorithm`() throws {
        let p256: JSON = [
            "kty": "EC", "crv": "P-256", "kid": "k2", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        ]
        let rsa: JSON = ["kty": "RSA", "kid": "k3", "use": "sig", "n": .string(RSASample.modulus), "e": "AQAB"]
        let other: JSON = ["kty": "EC", "crv": "X", "use": "enc"]
        let keys = try KeySet(parsing: JSON.object(["keys": [self.ed, p256, other, rsa]]).bytes())
        #expect(keys.count == 3 && keys["k1"]?.algorithm == .eddsa && keys["k2"]?.algorithm == .es256 && keys["k3"]?.algorithm == .rs256)
        #expect(keys["k4"] == nil)
    }

    @Test func `is refused when a key is wrong, with its id`() throws {
        let cases: [(JSON, String)] = [
            (self.ed.with("kid", nil), "key 0 has no \"kid\""), (self.ed.with("d", "AA"), "the key k1 is private"),
            (["kty": "oct", "kid": "h", "k": "AA"], "is private"),
            (self.ed.with("crv", "Ed448"), "of a kind that is not used"), (self.ed.with("alg", "ES256"), "is for ES256"),
            (self.ed.with("x", nil), "\"x\" of the key k1"),
            (self.ed.with("x", "A+"), "\"x\" of the key k1"), (self.ed.with("x", "AAAA"), "no Ed25519 key"),
            (self.ed.with("x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), "no Ed25519 key"),
            (["kty": "EC", "crv": "P-256", "kid": "p", "x": "AAAA", "y": "AAAA"], "no P-256 key"),
            (["kty": "RSA", "kid": "r", "n": "AQAB", "e": "AQAB"], "no RSA key"),
        ]
        for (key, part) in cases {
            let error = try #require(throws: KeySetError.self) { try KeySet(parsing: JSON.object(["keys": [key]]).bytes()) }
            #expect(error.description.contains(part), "\(error)")
        }
    }

    @Test func `has at most 32 keys, and no two of one id`() throws {
        #expect(throws: KeySetError.self) { try KeySet(parsing: JSON.object(["keys": [self.ed, self.ed]]).bytes()) }
        let many = (0...KeySet.limit).map { self.ed.with("kid", .string("k\($0)")) }
        #expect(try KeySet(parsing: JSON.object(["keys": .array(many.dropLast())]).bytes()).count == 32)
        #expect(throws: KeySetError.self) { try KeySet(parsing: JSON.object(["keys": .array(many)]).bytes()) }
    }

    @Test(arguments: ["", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[1]}"])
    func `is a JWK set`(text: String) {
        #expect(throws: KeySetError.self) { try KeySet(parsing: Array(text.utf8)) }
    }
}
