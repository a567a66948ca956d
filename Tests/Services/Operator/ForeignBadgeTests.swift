import Credentials
import JSON
import TestSupport
import Testing

@testable import cairn

/// Badges that others signed with `eddsa-rdfc-2022`: the cases of the public validator, with the issuer's keys in a file.
@Suite(.enabled(if: SharedFiles.has("standards/examples/ob-3.0"))) struct `A call of cairn verify on somebody else's badge` {
    static let issuer = "https://example.com/issuers/876543"
    static let key = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"

    /// The badge, its bytes changed on the way, and the issuer's document as a flag.
    func verify(_ name: String, key: String = Self.key, _ change: ([UInt8]) -> [UInt8] = { $0 }) async throws -> (code: Int32, json: JSON) {
        let folder = try BadgeFolder()
        let badge = try folder.write("badge.json", change(SharedFiles.bytes("standards/examples/ob-3.0/validator/\(name).json")))
        let id = "\(Self.issuer)#\(key)"
        let document = ControllerDocument(
            id: Self.issuer, methods: [VerificationMethod(id: id, controller: Self.issuer, key: try Multikey(key))],
            purposes: [.assertionMethod: [id]])
        let file = try folder.write("issuer.json", document.json.bytes())
        let call = await CairnCall.run(["verify", "--json", "--at", BadgeFolder.now, "--did", "\(Self.issuer)=\(file)", badge])
        return (call.code, try JSON(parsing: try #require(call.lines.first)))
    }

    func checks(_ json: JSON) -> [String: String] {
        let checks = (json["steps"]?.array ?? []).flatMap { $0["checks"]?.array ?? [] }
        return checks.reduce(into: [:]) {
            let words = [$1["outcome"]?.string, $1["reason"]?["code"]?.string].compactMap { $0 }
            $0[$1["check"]?.string ?? "?"] = words.joined(separator: " ")
        }
    }

    @Test(arguments: ["simple", "simple-context-alias", "simple-context-version"])
    func `passes form, words, signature, key and dates, and says that it has no status`(name: String) async throws {
        let call = try await self.verify(name)
        let checks = self.checks(call.json)
        #expect(
            checks == [
                "format": "passed", "schema": "passed", "context": "passed", "proof": "passed", "integrity": "passed", "key": "passed",
                "key-time": "passed", "key-compromise": "passed", "valid-from": "passed", "valid-until": "passed",
                "status-none": "not-checked no-status",
            ])
        #expect(call.code == 2)
    }

    @Test func `fails when a letter was changed, and when the issuer's key is another`() async throws {
        let changed = try await self.verify("simple") { $0.replacing("Teamwork Badge", with: "Teamwork badge") }
        #expect(changed.code == 1 && self.checks(changed.json)["proof"] == "failed signature-mismatch")
        #expect(changed.json["headline"] == "not-as-signed")
        let other = try BadgeFolder().did.key.multibase
        let foreign = try await self.verify("simple", key: other)
        #expect(foreign.code == 1 && self.checks(foreign.json)["key"] == "failed no-such-key")
    }

    @Test func `leaves it open as long as nobody gave the issuer's keys`() async throws {
        let path = SharedFiles.root + "/standards/examples/ob-3.0/validator/simple.json"
        let call = await CairnCall.run(["verify", "--at", BadgeFolder.now, path])
        #expect(call.code == 2 && call.output.contains("We could not get the issuer's keys. [key]"))
    }
}
