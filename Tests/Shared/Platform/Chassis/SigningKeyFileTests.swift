import Chassis
import Configuration
import Crypto
import Glibc
import JSON
import Observability
import TestSupport
import Testing

@Suite struct `A signing key's file` {
    @Test func `is made for its owner alone, and read again as the same key`() throws {
        let path = try TestFolder.new() + "/key.jwk"
        let made = try SigningKeyFile(making: path, keyID: "local", from: SystemRandom())
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
        let read = try SigningKeyFile(reading: path)
        #expect(read.keyID == "local" && read.publicJWK == made.publicJWK && read.publicJWK["d"] == nil)
        let set = try KeySet(parsing: JSON.object(["keys": [read.publicJWK]]).bytes())
        let token = made.signer(issuer: "https://cairn.test", type: "at+jwt")
            .token(claiming: ["visitor": "learner"], audience: "cairn", from: .now(), for: .seconds(60))
        let verifier = TokenVerifier(keys: set, issuer: "https://cairn.test", audience: "cairn", type: "at+jwt")
        #expect(try verifier.claims(of: token, at: .now())["visitor"] == "learner")
        #expect(throws: CommandFailure.self) { try SigningKeyFile(making: path, keyID: "other", from: SystemRandom()) }
        #expect(try SigningKeyFile(reading: path).keyID == "local")
    }

    @Test(arguments: [
        ("nothing", "cannot be read"), ("text", "is no JSON"), ("{\"kty\":\"RSA\"}", "should be a private JWK"),
        ("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"a\",\"d\":\"AA\"}", "cannot be read"),
        (
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"a\",\"x\":\"AA\",\"d\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
            "does not belong"
        ),
        (String(repeating: " ", count: 5_000), "larger than"),
    ])
    func `that is none is refused in words`(text: String, sentence: String) throws {
        let path = try TestFolder.new() + "/key.jwk"
        if text != "nothing", let file = fopen(path, "wb") {
            fputs(text, file)
            fclose(file)
        }
        let failure = #expect(throws: CommandFailure.self) { try SigningKeyFile(reading: path) }
        #expect(failure?.description.contains(sentence) == true && failure?.exitCode == 64, "\(failure?.description ?? "")")
    }
}
