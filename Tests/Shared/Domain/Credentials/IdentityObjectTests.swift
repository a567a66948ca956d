import Credentials
import JSON
import TestSupport
import Testing

@Suite(.enabled(if: SharedFiles.has("standards/vectors/ob3-identity-hash"))) struct `The vectors of identity hashes` {
    @Test func `are recognised, and what is issued is the same`() throws {
        let vectors = try #require(try SharedJSON.read("vectors/ob3-identity-hash/vectors.json")["vectors"]?.array)
        try #require(vectors.count == 8)
        for vector in vectors {
            let identity = try #require(vector["identity"]?.string)
            let salt = try #require(vector["salt"]?.string)
            let hash = try #require(vector["identityHash"]?.string)
            let json: JSON = .object(omittingNil: [
                "type": "IdentityObject", "hashed": true, "identityHash": .string(hash), "identityType": "emailAddress",
                "salt": salt.isEmpty ? Optional.none : .string(salt),
            ])
            let object = try #require(IdentityObject(json))
            #expect(object.matches(identity) && object.form == (hash.hasPrefix("md5") ? .md5 : .sha256))
            #expect(!object.matches(identity.uppercased()) && !object.matches(identity + " "))
            let ours = RecipientIdentifier(of: identity, kind: .emailAddress, salt: salt)
            if object.form == .sha256 { #expect(ours.json == json) }
            #expect(IdentityObject(ours.json)?.matches(identity) == true)
        }
        print("ob3-identity-hash: run \(vectors.count), passed all, skipped 0")
    }
}

@Suite struct `An identity object` {
    static let plain: JSON = [
        "type": ["IdentityObject"], "hashed": false, "identityHash": "a1234567", "identityType": "ext:studentNumber", "salt": "x",
    ]

    @Test func `without a hash is compared as it stands`() throws {
        let object = try #require(IdentityObject(Self.plain))
        #expect(object.matches("a1234567") && !object.matches("A1234567") && !object.matches("a1234567x"))
        #expect(object.identityType == "ext:studentNumber" && object.form == .plain)
    }

    @Test func `that cannot be read is none`() {
        for (name, value) in [
            ("type", "Identity"), ("hashed", "false"), ("hashed", nil), ("identityHash", 5), ("identityType", nil), ("salt", 5),
        ] as [(String, JSON?)] {
            #expect(IdentityObject(Self.plain.with(name, value)) == nil, "\(name)")
        }
        for hash in ["a1234567", "sha1$00", "sha256$00", "md5$" + String(repeating: "g", count: 32), "md5$x$y"] {
            #expect(IdentityObject(Self.plain.with("hashed", true).with("identityHash", .string(hash))) == nil, "\(hash)")
        }
    }
}
