import JSON
import LinkedData
import TestSupport
import Testing

/// One manifest of the W3C's JSON-LD 1.1 API suite, read in place.
struct JSONLDSuite {
    static let folder = "standards/json-ld-api/"
    static let baseIRI = "https://w3c.github.io/json-ld-api/tests/"

    let name: String
    let entries: [Entry]
    let documents: JSONLDDocuments

    /// One test of the manifest.
    struct Entry {
        let json: JSON

        var id: String { self.json["@id"]?.string ?? "?" }
        var input: String { self.json["input"]?.string ?? "?" }
        var expect: String? { self.json["expect"]?.string }
        var context: String? { self.json["context"]?.string }
        var errorCode: String? { self.json["expectErrorCode"]?.string }
        var isOfVersion10: Bool { self.json["option"]?["specVersion"] == "json-ld-1.0" }
        var types: [String] { self.json["@type"]?.array?.compactMap(\.string) ?? [] }
        var base: String { self.json["option"]?["base"]?.string ?? JSONLDSuite.baseIRI + self.input }

        func options() throws -> JSONLDOptions {
            let option = self.json["option"] ?? [:]
            var options = JSONLDOptions()
            options.base = self.base
            if let path = option["expandContext"]?.string { options.expandContext = try JSONLDSuite.json(path) }
            if option["processingMode"] == "json-ld-1.0" { options.processingMode = .jsonLD10 }
            options.compactArrays = option["compactArrays"]?.bool ?? true
            options.compactToRelative = option["compactToRelative"]?.bool ?? true
            switch option["rdfDirection"]?.string {
            case "i18n-datatype": options.rdfDirection = .i18nDatatype
            case "compound-literal": options.rdfDirection = .compoundLiteral
            default: break
            }
            options.produceGeneralizedRDF = option["produceGeneralizedRdf"]?.bool ?? false
            options.useNativeTypes = option["useNativeTypes"]?.bool ?? false
            options.useRDFType = option["useRdfType"]?.bool ?? false
            return options
        }
    }

    init(_ name: String) throws {
        self.name = name
        self.entries = try Self.json("\(name)-manifest.jsonld")["sequence"]?.array?.map { Entry(json: $0) } ?? []
        var documents: [String: [UInt8]] = [:]
        try Self.collect(name, into: &documents)
        self.documents = JSONLDDocuments(documents)
    }

    /// The documents of a folder and of those in it, by address.
    private static func collect(_ path: String, into documents: inout [String: [UInt8]]) throws {
        for name in try SharedFiles.names(in: Self.folder + path) {
            if name.hasSuffix(".jsonld") {
                documents["\(Self.baseIRI)\(path)/\(name)"] = try SharedFiles.bytes("\(Self.folder)\(path)/\(name)")
            } else if !name.contains(".") {
                try Self.collect("\(path)/\(name)", into: &documents)
            }
        }
    }

    static func json(_ path: String) throws -> JSON {
        try JSON(parsing: try SharedFiles.bytes(Self.folder + path))
    }

    /// Runs every test of the manifest, each twice, so that the second time its contexts are there compiled; those of JSON-LD 1.0 are left out by name.
    ///
    /// `judge` says what is wrong, nil when nothing is. Prints the counts, and compares the names of the failures with the known ones.
    func run(expecting count: Int, knownFailures: Set<String> = [], _ judge: (Entry) throws -> String?) {
        var skipped: [String] = []
        var failures: [String: String] = [:]
        var passed = 0
        for entry in self.entries {
            if entry.isOfVersion10 {
                skipped.append(entry.id)
                continue
            }
            do {
                var wrong = try judge(entry)
                if wrong == nil { wrong = try judge(entry) }
                if let wrong { failures[entry.id] = wrong } else { passed += 1 }
            } catch {
                failures[entry.id] = "\(error)"
            }
        }
        let run = self.entries.count - skipped.count
        print(
            "json-ld-api \(self.name): run \(run), passed \(passed), failed \(failures.count), skipped \(skipped.count)"
                + (skipped.isEmpty ? "" : " (JSON-LD 1.0: \(skipped.joined(separator: " ")))"))
        for (id, wrong) in failures.sorted(by: { $0.key < $1.key }) where !knownFailures.contains(id) {
            Issue.record("\(self.name) \(id): \(wrong)")
        }
        #expect(Set(failures.keys) == knownFailures)
        #expect(self.entries.count == count)
        #expect(run + skipped.count == count)
    }

    /// Compares what came out with what the test expects: a value, or an error's code.
    func compare(_ entry: Entry, _ work: () throws -> JSON) throws -> String? {
        do {
            let result = try work()
            guard let path = entry.expect else { return "no error, but \(entry.errorCode ?? "?") is expected: \(result)" }
            let expected = try Self.json(path)
            return result.isSameJSONLD(as: expected) ? nil : "\(result)\nis not\n\(expected)"
        } catch let error as JSONLDError {
            return error.code.rawValue == entry.errorCode ? nil : "\(error), but \(entry.errorCode ?? "no error") is expected"
        }
    }
}
