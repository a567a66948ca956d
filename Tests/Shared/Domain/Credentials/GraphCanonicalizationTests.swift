import JSON
import Testing

@testable import Credentials

@Suite struct `A document signed as a graph` {
    /// Blank nodes of which each knows all others: nothing tells them apart but trying every order.
    static func poison(_ count: Int, _ property: String, type: String? = nil) -> JSON {
        .array(
            (0..<count).map { node in
                let others = JSON.array((0..<count).filter { $0 != node }.map { ["id": .string("_:n\($0)")] })
                return .object(omittingNil: ["id": .string("_:n\(node)"), "type": type.map { .string($0) }, property: others])
            })
    }

    static func nquads(_ document: JSON) throws(ProofError) -> String {
        String(decoding: try GraphCanonicalization.standard.nquads(of: document, hash: .sha256), as: UTF8.self)
    }

    @Test func `is the same bytes in whatever order and with whatever spaces it is written`() throws {
        let badge = try `An Open Badge to be signed`.whole().json
        let text = try Self.nquads(badge)
        #expect(text.utf8.count { $0 == UInt8(ascii: "\n") } > 40)
        #expect(text.contains("<https://purl.imsglobal.org/spec/vc/ob/vocab.html#achievementType> \"Certificate\""))
        let turned = JSON.object(try #require(badge.object).reversed().reduce(into: [:]) { $0[$1.name] = $1.value })
        #expect(try Self.nquads(turned) == text)
    }

    @Test func `is refused for a word list that is not carried, by its name`() throws {
        let context: JSON = [.string(KnownContext.credentialsV2), "https://elsewhere.example/words"]
        let error = ProofError.unknownContext("https://elsewhere.example/words")
        #expect(throws: error) { try Self.nquads(["@context": context, "name": "A"]) }
        #expect("\(error)" == "the context https://elsewhere.example/words is not among those carried here, and none is fetched")
    }

    @Test func `is refused for what would not be signed, by where it stands`() throws {
        let badge = try Story().badge.json
        for (name, value, pointer) in [
            ("grade", "A", "/grade"), ("issuer", ["id": "college"], "/issuer/id"),
            ("evidence", [["id": "urn:a", "colour": 1]], "/evidence/0/colour"),
            ("type", ["VerifiableCredential", "WeldingCredential"], "/type/1"), ("level", "3", "/level"), ("name", nil, "/name"),
            ("@context", [.string(KnownContext.credentialsV2), "words"], "/@context/1"),
            ("@context", [.string(KnownContext.credentialsV2), ["name": "urn:name"]], "/@context/1/name"),
            ("@context", [.string(KnownContext.credentialsV2), "https://purl.imsglobal.org/spec/ob/v3p0/context.json"], "/@context"),
        ] as [(String, JSON, JSONPointer)] {
            let error = try #require(throws: ProofError.self) { try Self.nquads(badge.with(name, value)) }
            guard case .notSignable(let place, let reason) = error else {
                Issue.record("\(error)")
                continue
            }
            #expect(place == pointer, "\(reason)")
            #expect(error.code == "PROOF_TRANSFORMATION_ERROR" && "\(error)".hasPrefix("\(pointer) can't be signed: "))
        }
    }

    @Test(.timeLimit(.minutes(1))) func `is refused, and soon, when its graph was made to be too much work`() throws {
        let context: JSON = ["id": "@id", "knows": ["@id": "urn:knows", "@type": "@id"], "all": "urn:all"]
        #expect(throws: Never.self) { try Self.nquads(["@context": context, "all": Self.poison(3, "knows")]) }
        let poisoned: JSON = ["@context": context, "all": Self.poison(8, "knows")]
        let reason =
            "the blank nodes look too much alike: more than 512 deep hashes; RDFCanonicalizationLimits.maxDeepHashes says how many are made"
        #expect(throws: ProofError.tooMuchWork(reason)) { try Self.nquads(poisoned) }
        let deep = (0..<70).reduce("end" as JSON) { inner, _ in ["urn:p": inner] }
        #expect(throws: ProofError.tooMuchWork("the document is nested more than 64 levels deep (maxDepth)")) { try Self.nquads(deep) }
    }

    @Test(arguments: [Cryptosuite.eddsaRDFC2022, .ecdsaRDFC2019])
    func `does not hold with one letter changed in any value, of the document or of the proof`(suite: Cryptosuite) throws {
        let badge = try `An Open Badge to be signed`.whole().json
        for key in try `A suite`.keys() where suite.keys.contains(key.multikey.kind) {
            let options = ProofOptions(verificationMethod: DIDKey(key.multikey).verificationMethod, created: Story.issued)
            let secured = try options.secure(badge, with: suite, key: key)
            func holds(_ document: JSON) -> Bool {
                do {
                    let proof = try DataIntegrityProof(document["proof"] ?? nil)
                    return try proof.isValid(for: document, suite: suite, key: key.multikey)
                } catch { return false }
            }
            #expect(holds(secured))
            let texts = Self.texts(in: secured, at: .root).filter { $0.pointer.tokens.first != "@context" }
            for (place, entry) in texts.enumerated() {
                let changed = Self.changing(secured, at: entry.pointer.tokens[...], to: Self.changed(entry.text, place))
                #expect(changed != secured && !holds(changed), "\(entry.pointer)")
            }
            print("\(suite.name) \(key.multikey.kind): holds, and with none of \(texts.count) values changed")
            #expect(texts.count > 50)
        }
    }

    private static func texts(in json: JSON, at pointer: JSONPointer) -> [(pointer: JSONPointer, text: String)] {
        switch json {
        case .string(let text): [(pointer, text)]
        case .array(let items): items.enumerated().flatMap { Self.texts(in: $1, at: pointer.appending($0)) }
        case .object(let members): members.flatMap { Self.texts(in: $0.value, at: pointer.appending($0.name)) }
        default: []
        }
    }

    /// One letter or digit turned into another.
    private static func changed(_ text: String, _ place: Int) -> String {
        var bytes = Array(text.utf8)
        let letters = bytes.indices.filter { UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[$0] || bytes[$0] | 0x20 >= UInt8(ascii: "a") }
        guard !letters.isEmpty else { return text + "x" }
        let letter = letters[place % letters.count]
        bytes[letter] = [UInt8(ascii: "1"), UInt8(ascii: "2")].first { $0 != bytes[letter] }!
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func changing(_ json: JSON, at path: ArraySlice<String>, to text: String) -> JSON {
        guard let token = path.first else { return .string(text) }
        if case .array(var items) = json, let index = Int(token) {
            items[index] = Self.changing(items[index], at: path.dropFirst(), to: text)
            return .array(items)
        }
        return json.with(token, Self.changing(json[token] ?? nil, at: path.dropFirst(), to: text))
    }
}
