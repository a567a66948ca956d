import Crypto
import JSON
import TestSupport
import Testing

@testable import Credentials

/// Signed documents of others over graphs, each proof judged by the key that it names. Whose key that is, verdicts ask.
@Suite(.enabled(if: SharedFiles.has("standards/vectors/vc-di-eddsa"))) struct `Documents that others signed as graphs` {
    /// What was found of the proofs of one manifest.
    struct Tally {
        var (run, passed) = (0, 0)
        var skipped: [String] = []

        mutating func count(_ name: String, _ isRight: Bool) {
            self.run += 1
            if isRight { self.passed += 1 } else { Issue.record("\(name)") }
        }

        func tell(_ manifest: String) {
            print("\(manifest): run \(self.run), passed \(self.passed), skipped \(self.skipped.count) \(self.skipped)")
        }
    }

    /// Whether each proof of a document holds, in order; nil where its suite or its key is not one of these.
    static func judge(_ secured: JSON) throws -> [Bool?] {
        let proofs = secured["proof"].map { $0.array ?? [$0] } ?? []
        return try proofs.map { json in
            guard let type = json["type"]?.string, DataIntegrityProof.isReadable(type: type) else { return nil }
            let proof = try DataIntegrityProof(json)
            let last = proof.verificationMethod.split(separator: "#").last.map(String.init) ?? ""
            let multibase = last.hasPrefix("did:key:") ? String(last.dropFirst(8)) : last
            // A key that cannot be read is of a kind that is not known here.
            guard let suite = Cryptosuite.named(proof.cryptosuite), let key = try? Multikey(multibase) else { return nil }
            let covering = try ProofSet(proofs).proofs(named: proof.previous)
            do throws(ProofError) {
                return try proof.isValid(for: secured, covering: covering, suite: suite, key: key, graphs: try Self.graphs)
            } catch {
                return false
            }
        }
    }

    static var graphs: GraphCanonicalization {
        get throws(ProofError) {
            do { return try ProofVectors.graphs() } catch { throw .transformation("\(error)") }
        }
    }

    @Test func `in sets and chains hold, and we make the same`() throws {
        let folder = "vectors/vc-di-eddsa/proof-set-chain/"
        let keys = try SharedJSON.read(folder + "multiKeyPairs.json")
        let signed = try SharedFiles.names(in: "standards/" + folder).filter { $0.hasPrefix("signed") }
        var tally = Tally()
        for name in signed {
            let document = try SharedJSON.read(folder + name)
            let proofs = document["proof"].map { $0.array ?? [$0] } ?? []
            for (place, holds) in try Self.judge(document).enumerated() { tally.count("\(name) /proof/\(place)", holds == true) }
            var made = document.with("proof", nil)
            for json in proofs {
                let proof = try DataIntegrityProof(json)
                let pair = try #require(keys.object?.first { proof.verificationMethod.hasSuffix($0.value["publicKeyMultibase"]!.string!) })
                let options = ProofOptions(
                    verificationMethod: proof.verificationMethod, created: try #require(proof.created), id: proof.id,
                    previous: proof.previous)
                let key = try SigningKey(secretMultibase: try #require(pair.value["privateKeyMultibase"]?.string))
                made = try options.extend(made, with: .eddsaRDFC2022, key: key, graphs: ProofVectors.graphs())
            }
            #expect(made["proof"].map { $0.array ?? [$0] } == proofs, "\(name)")
            let changed = try Self.judge(document.with("name", "Alumni credential"))
            #expect(changed.allSatisfy { $0 == false }, "\(name)")
        }
        tally.tell("vc-di-eddsa/proof-set-chain, \(signed.count) documents")
        #expect(signed.count == 4 && tally.run == 10 && tally.passed == tally.run)
    }

    /// Each proof of the second step covers what the files say.
    @Test(arguments: [1, 2]) func `in chains cover the documents of the files`(step: Int) throws {
        let folder = "vectors/vc-di-eddsa/proof-set-chain/"
        let signed = try SharedJSON.read("\(folder)signedProofChain\(step).json")
        let proofs = try #require(signed["proof"]?.array)
        let last = try DataIntegrityProof(try #require(proofs.last))
        let expected = try SharedJSON.read("\(folder)proofChainTempDoc\(step).json")["proof"]
        #expect(try JSON.array(ProofSet(proofs).proofs(named: last.previous)) == expected)
    }

    @Test func `by 1EdTech's worked proofs hold`() throws {
        var tally = Tally()
        for name in ["obv3p0/step-3", "clrv2p0/step-4"] {
            let document = try SharedJSON.read("vectors/1edtech-linked-data-proof/\(name).json")
            tally.count(name, try Self.judge(document) == [true])
            #expect(try Self.judge(document.with("name", "Teamwork badge")) == [false])
        }
        tally.tell("1edtech-linked-data-proof")
        #expect(tally.run == 2 && tally.passed == 2)
    }

    @Test func `in the Recommendation of Verifiable Credentials hold`() throws {
        let entries = try #require(try SharedJSON.read("examples/vcdm-2.0/examples-with-proof.json").array)
        var tally = Tally()
        for (place, entry) in entries.enumerated() {
            let document = try #require(entry["credential"])
            guard let holds = try Self.judge(document).first, let holds else {
                tally.skipped.append("[\(place)] \(document["proof"]?["cryptosuite"]?.string ?? "?")")
                continue
            }
            tally.count("[\(place)]", holds == (entry["signature_ok"]?.bool == true))
        }
        tally.tell("examples-with-proof.json of vcdm-2.0")
        #expect(tally.run + tally.skipped.count == entries.count && tally.passed == tally.run && tally.run >= 9)
        #expect(tally.skipped.count { !$0.hasSuffix("bbs-2023") && !$0.hasSuffix("ecdsa-sd-2023") } <= 1)
    }

    @Test func `are as the validator's cases say, signature for signature`() throws {
        let cases = try #require(try SharedJSON.read("examples/expected.json")["cases"]?.array)
        var tally = Tally()
        for example in cases {
            let file = try #require(example["file"]?.string)
            guard let checks = example["embedded_proof_check"]?.array else { continue }
            let found = try Self.judge(try SharedJSON.read("examples/" + file))
            for (place, check) in checks.enumerated() {
                let expected = check["signature_ok"]?.bool
                guard let expected, found.indices.contains(place), let holds = found[place] else {
                    tally.skipped.append("\(file) (\(check["detail"]?.string ?? "?"))")
                    continue
                }
                tally.count("\(file) /proof/\(place)", holds == expected)
            }
        }
        tally.tell("expected.json, embedded proofs")
        #expect(tally.passed == tally.run && tally.run == 33 && tally.skipped.count == 11)
    }

    /// The W3C's suite of ECDSA has documents that an implementation is to sign and then to verify, with each kind of key.
    @Test func `of the suite of ECDSA, signed here, hold with each key, and not when they were changed`() throws {
        let manifest = try SharedJSON.read("conformance/vc-di-ecdsa/config/vectors.json")
        let suite = try #require(manifest["suites"]?["ecdsa-rdfc-2019"])
        let dataIntegrity = "https://w3id.org/security/data-integrity/v2"
        let keys = try `A suite`.keys().filter { $0.multikey.kind != .ed25519 }
        #expect(suite["keyTypes"] == ["P-256", "P-384"] && keys.count == 2)
        var tally = Tally()
        for (section, versions) in try #require(suite["credentials"]?.object) {
            for (version, entry) in try #require(versions.object) {
                let path = try #require(entry["document"]?.string).dropFirst(2)
                let document = try SharedJSON.read("conformance/vc-di-ecdsa/\(path)")
                for key in keys {
                    let did = DIDKey(key.multikey)
                    // The suite's harness adds an issuer, and to documents of version 1.1 the context that knows proofs.
                    let context = (document["@context"]?.array ?? []) + (version == "1.1" ? [.string(dataIntegrity)] : [])
                    let whole = document.with("issuer", .string(did.description)).with("@context", .array(context))
                    let secured = try ProofOptions(verificationMethod: did.verificationMethod, created: Story.issued)
                        .secure(whole, with: .ecdsaRDFC2019, key: key)
                    let subject = try #require(document["credentialSubject"]).with("name", "Bob")
                    tally.count(
                        "\(section) \(version) \(key.multikey.kind)",
                        try Self.judge(secured) == [true] && Self.judge(secured.with("credentialSubject", subject)) == [false])
                }
            }
        }
        tally.tell("vc-di-ecdsa/config/vectors.json, ecdsa-rdfc-2019")
        #expect(tally.run == 12 && tally.passed == tally.run)
    }
}
