import Crypto
import JSON
import LinkedData
import TestSupport
import Testing

@testable import Credentials

@Suite(.enabled(if: SharedFiles.has("standards/contexts"))) struct `The contexts that are carried here` {
    static let addresses = KnownContext.tables.flatMap(\.addresses)

    /// The official file of each address, its digest the pinned one.
    static func official() throws -> [String: JSON] {
        var documents: [String: JSON] = [:]
        for entry in try #require(try SharedJSON.read("contexts/index.json")["contexts"]?.array) {
            for url in entry["urls"]?.array?.compactMap(\.string) ?? [] where Self.addresses.contains(url) {
                let bytes = try SharedFiles.bytes("standards/contexts/" + (try #require(entry["file"]?.string)))
                #expect(Hex.encode(SHA256.hash(data: bytes)) == entry["sha256"]?.string)
                documents[url] = try JSON(parsing: bytes)
            }
        }
        return documents
    }

    @Test(arguments: Self.addresses) func `mean what the official files mean, term for term`(address: String) throws {
        var comparison = ContextComparison(
            JSONLDDocuments(values: KnownContext.documents), JSONLDDocuments(values: try Self.official()))
        try comparison.compare(at: address)
        print("\(address): \(comparison.count) definitions compared")
        #expect(comparison.differences.isEmpty)
        #expect(comparison.count > 4)
    }

    /// So that the comparison can fail: each term of each list, at any depth, changed in one way.
    @Test(arguments: Self.addresses) func `would be told from the official files by any term that was changed`(address: String) throws {
        let official = JSONLDDocuments(values: try Self.official())
        let context = try #require(KnownContext.documents[address]?["@context"]?.object)
        let paths = Self.terms(of: context, under: [])
        var missed: [String] = []
        for (place, path) in paths.enumerated() {
            let change = Change.allCases[place % Change.allCases.count]
            let changed = try #require(change.apply(to: .object(context), at: path[...]))
            var comparison = ContextComparison(JSONLDDocuments(values: [address: ["@context": changed]]), official)
            do { try comparison.compare(at: address) } catch is JSONLDError { continue }
            if comparison.differences.isEmpty { missed.append("\(change) \(path)") }
        }
        print("\(address): \(paths.count) terms, each changed once")
        #expect(missed.isEmpty)
    }

    private static func terms(of context: JSONObject, under path: [String]) -> [[String]] {
        context.flatMap { term, definition in
            guard !term.hasPrefix("@") else { return [[String]]() }
            return [path + [term]] + Self.terms(of: definition["@context"]?.object ?? [:], under: path + [term])
        }
    }

    /// A way to change the definition of a term.
    private enum Change: CaseIterable {
        case meaning, type, container, protection

        func apply(to context: JSON, at path: ArraySlice<String>) -> JSON? {
            guard let term = path.first, let definition = context[term] else { return nil }
            if path.count > 1 {
                guard let scope = definition["@context"], let inner = self.apply(to: scope, at: path.dropFirst()) else { return nil }
                return context.with(term, definition.with("@context", inner))
            }
            let whole = definition.string.map { ["@id": .string($0)] as JSON } ?? definition
            let changed: JSON =
                switch self {
                case .meaning: whole.with("@id", "urn:else")
                case .type: whole.with("@type", whole["@type"] == "@json" ? "@id" : "@json")
                case .container: whole.with("@container", whole["@container"] == "@set" ? "@list" : "@set")
                case .protection: whole.with("@protected", context["@protected"]?.bool == true ? false : true)
                }
            return context.with(term, changed)
        }
    }

    @Test(arguments: Self.addresses) func `give the check of terms the words of the official files`(address: String) throws {
        let context = try #require(try Self.official()[address]?["@context"]?.object)
        let known = try #require(KnownContext.terms(of: address))
        #expect(known.defined == Set(Self.terms(of: context, under: []).compactMap(\.last)))
        let isProtected = context["@protected"] == true
        #expect(known.protected == Set(isProtected ? context.names.filter { !$0.hasPrefix("@") } : []))
    }

    /// So that a member cannot be renamed under a signature over the graph (`PlainForm`).
    @Test func `have no two plain words for the same where version 2.0 is spoken`() throws {
        let documents = JSONLDDocuments(values: KnownContext.documents)
        let chain = [KnownContext.credentialsV2, KnownContext.openBadges, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]
        #expect(try ContextChain.synonyms(of: chain, in: documents) == [])
        // The words of version 3.0.2, and what would be found were there such a pair.
        #expect(try ContextChain.synonyms(of: [chain[0], KnownContext.openBadgesBefore], in: documents) == [])
        // Anybody can add a carried list to a badge: it either does not go with the others, or gives no second word for anything.
        var refused = 0
        for address in Self.addresses where !chain.contains(address) {
            do {
                #expect(try ContextChain.synonyms(of: chain + [address], in: documents) == [], "\(address)")
            } catch is JSONLDError { refused += 1 }
        }
        print("carried lists behind those of a badge: \(refused) refused of \(Self.addresses.count - chain.count)")
        let pair: JSON = ["@context": ["until": "https://www.w3.org/2018/credentials#validUntil"]]
        let other = JSONLDDocuments(values: KnownContext.documents.merging(["urn:pair": pair]) { $1 })
        #expect(try ContextChain.synonyms(of: [chain[0], "urn:pair"], in: other) == [["until", "validUntil"]])
    }
}
