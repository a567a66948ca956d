import Crypto
import JSON
import TestSupport
import Testing

/// Signatures over "sample" that OpenSSL's command line made with one key of 2,048 bits: PKCS#1 v1.5, PSS with a salt of 32, PSS with 20.
@Suite struct `An RSA key` {
    static let modulus =
        "c05a528d9243ff8fa28cbc11d8046f0d90ba575c20bffb86e6544dcd9f12e79c6c4c1769ccb855b349803ce45341d6b8ff970246a9277c0cd015473f1bb84099"
        + "482c0bac29b8b1c52f35a1ff315640eb56da82935143be3b25778d25284c83e31c711653c64a3e72e5dfca866b8a93018afa4961dc27a1796b51ef92f3a4edec"
        + "0fc24439d62f9278a242b4646c1661d04de11207f74d9417066b89099fb4ff8a608a5ae09ea7b861b0e448af7b41eac70e5ca60c222ee6c283473520273ceab6"
        + "120b39959d5e529a0415af90d6ef94c38691c445c513058749b980b76055a553170ab9d85c42970f104c69da7c13e91bff73bbe7301393df6a8acc0dec8fd57f"
    static let pkcs1 =
        "a6b2e30d9e5406ed65c52c3dd005795cba94e959d3968ed77501de17d1b3e843fea97f07b59dd241535afa6ac06545cc983ff75aa186f3f67566e1e47a6daba6"
        + "96df7e7ccc298955004b51c005fa0b3e5143e3a401d87f219ee3d5aae4b8ce87d016445bbf78eff3682b3203b928d03e4c3d2cf7b2f8e8c1bd209f6c3714ac93"
        + "8ab6f7da936cfdfc5dac9a8cbe04cb840afd36eb8872af06c3a4c198c8cfb6d390156ce8603737441ebb762318a739f078059d288149eab2eb92e6b1025e8500"
        + "53f6353093a411128afbc367b27507194e57fa931a86662e26216b09e149aa50098eeb7455fb6c44a3c5c1afbae5dfdf1c8068bd77047d2068aa663509ae6a0d"
    static let pss =
        "af7b430d7b689fa0f223798e0efbc99881e803d5bb3619e704513c767a21251c595618848d2cdd6d560a8afe47d54a3e84343b4cfae1c14dcaf549bc30242bc3"
        + "3f650db360f7e13b0febca11652ce3e7ea3e4011954a6c2374c7c06283b0e082e16a685e20e1ba68220ddfd43e6cbd3612b1905399ae6d1f714b82bc603deea9"
        + "e2ca6fed5c359034553d7c7b14a5be0cbdf11ee8f5465b633f3c7676a554a104e9533958b534e77c3dd7a1ea0ffe3c3cd90694004de3697e22f95b5753ecdc5f"
        + "0bc876f33057dc70c4547a15d78c21a9753e9e87801feefb18a8e59e76be775bbd11c612a40fbc6b6f59d8be52f820905b8cf32eecc59ca18c55ba074a91928d"
    static let pssWithSalt20 =
        "1c3600701b2b2b1dae0cc2426d10b17d8b3d86840c0d2f1d50f46fdfa9856fd80fa243cb99c7bfb50562ef555beb7ff6e68aa6d22159f79adf9097c18786f2df"
        + "c2c8951d898c486a1a67ca4e43e39ce89fbea56927156360ee3b2b87de182615a338fa878981d29e2afb0f3ca16a684fb2052aa15725249d89f11cffc68b1d58"
        + "20e3d0f1e7f7461dec9552e11e832b055f64328fbb58029f5d483c9f4658512b3bd9d194e49874954d043543b1610356c804116b78556183f3c80362b971b124"
        + "2340dca4f07f7f42fb38f40dd11f9bc663adaa6b6f0f34b038da9a1f29c25395a29fdf7af992a0f9313d9ef8e4e84bf60a84e71f9ec063fbad8822ff911db037"
    static let sample = Array("sample".utf8)

    func key() throws -> RSA.Signing.PublicKey {
        try RSA.Signing.PublicKey(modulus: Hex.decode(Self.modulus), exponent: [1, 0, 1])
    }

    @Test func `takes a signature with the padding it was made with`() throws {
        let key = try self.key()
        let (plain, salted) = (try Hex.decode(Self.pkcs1), try Hex.decode(Self.pss))
        #expect(key.isValidSignature(plain, for: Self.sample, padding: .pkcs1v15))
        #expect(key.isValidSignature(salted, for: Self.sample, padding: .pss))
        #expect(!key.isValidSignature(plain, for: Self.sample, padding: .pss))
        #expect(!key.isValidSignature(salted, for: Self.sample, padding: .pkcs1v15))
    }

    @Test func `refuses a salt of another length, another text, another size`() throws {
        let key = try self.key()
        let plain = try Hex.decode(Self.pkcs1)
        #expect(!key.isValidSignature(try Hex.decode(Self.pssWithSalt20), for: Self.sample, padding: .pss))
        #expect(!key.isValidSignature(plain, for: [], padding: .pkcs1v15))
        #expect(!key.isValidSignature(Array(plain.dropLast()), for: Self.sample, padding: .pkcs1v15))
        #expect(!key.isValidSignature([], for: Self.sample, padding: .pkcs1v15))
    }

    @Test func `has a modulus within limits and a sound exponent`() throws {
        let modulus = try Hex.decode(Self.modulus)
        #expect(throws: CryptoError.invalidKey("an RSA modulus has 2048 to 8192 bits, not 2039")) {
            try RSA.Signing.PublicKey(modulus: Array(modulus.dropFirst()), exponent: [1, 0, 1])
        }
        let long = [UInt8](repeating: 255, count: 1_025)
        #expect(throws: CryptoError.invalidKey("an RSA modulus has 2048 to 8192 bits, not 8200")) {
            try RSA.Signing.PublicKey(modulus: long, exponent: [1, 0, 1])
        }
        for exponent in [[], [0], [1], [2], [1, 0, 0, 0, 1]] as [[UInt8]] {
            #expect(throws: CryptoError.invalidKey("an RSA exponent is odd, more than 1 and at most 32 bits long")) {
                try RSA.Signing.PublicKey(modulus: modulus, exponent: exponent)
            }
        }
        #expect(throws: CryptoError.invalidKey("an RSA modulus is odd")) {
            try RSA.Signing.PublicKey(modulus: Array(modulus.dropLast()) + [0x7e], exponent: [1, 0, 1])
        }
    }
}

/// The learner record in a token of 1EdTech's public validator, whose header carries the key.
@Suite(.enabled(if: SharedFiles.has("standards/examples"))) struct `The RS256 token of the public validator` {
    @Test func `verifies, and no changed one does`() throws {
        let text = try SharedFiles.text("standards/examples/clr-2.0/validator/simple.jwt").filter { !$0.isWhitespace }
        let parts = text.split(separator: ".").map(String.init)
        try #require(parts.count == 3)
        let header = try JSON(parsing: Base64.url.decode(parts[0]))
        try #require(header["alg"] == "RS256")
        let jwk = try #require(header["jwk"])
        let key = try RSA.Signing.PublicKey(
            modulus: Base64.url.decode(try #require(jwk["n"]?.string)), exponent: Base64.url.decode(try #require(jwk["e"]?.string)))
        let signature = try Base64.url.decode(parts[2])
        let signed = Array("\(parts[0]).\(parts[1])".utf8)
        #expect(key.isValidSignature(signature, for: signed, padding: .pkcs1v15))
        #expect(!key.isValidSignature(signature, for: signed.dropLast() + [0x41], padding: .pkcs1v15))
    }
}
