import JSON
import LinkedData
import TestSupport
import Testing

@Suite(.enabled(if: SharedFiles.has(StagedContexts.index)))
struct `Contexts of credentials` {
    /// This one names a context of 2014 that nobody has any more.
    static let incomplete: Set = ["1edtech/ob-v1.json"]

    @Test func `compile, all that are staged, and define terms or a vocabulary`() throws {
        let files = try StagedContexts.files()
        let processor = JSONLDProcessor(try StagedContexts.documents())
        var compiled = 0
        for file in files {
            if Self.incomplete.contains(file.path) {
                let error = try #require(throws: JSONLDError.self) { try processor.context(try JSON(parsing: file.bytes)) }
                #expect(error.code == .loadingRemoteContextFailed)
                #expect("\(error)".contains("https://w3id.org/openbadges/legacy-v1"))
                continue
            }
            let json = try JSON(parsing: file.bytes)
            let context = try processor.context(json)
            #expect(!context.terms.isEmpty || json["@context"]?["@vocab"] != nil, "\(file.path)")
            for address in file.addresses { #expect(try processor.context(.string(address)).terms.count == context.terms.count) }
            compiled += 1
        }
        print("contexts: \(files.count) files, compiled \(compiled), refused by name \(Self.incomplete.count)")
        #expect(compiled == files.count - Self.incomplete.count && compiled > 50)
    }

    @Test func `are compiled once: the same chain is the same object, for every document of the set`() throws {
        let processor = JSONLDProcessor(try StagedContexts.documents())
        let chain: JSON = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
        #expect(try processor.context(chain) === processor.context(["@context": chain]))
        #expect(try processor.context(chain) === JSONLDProcessor(processor.documents, options: .safe).context(chain))
        #expect(try processor.context(chain) !== JSONLDProcessor(try StagedContexts.documents()).context(chain))
    }
}

@Suite(.enabled(if: SharedFiles.has("standards/examples/expected.json")))
struct `Credentials of the examples` {
    @Test func `become RDF in safe mode, when they are valid`() throws {
        let processor = JSONLDProcessor(try StagedContexts.documents(), options: .safe)
        let cases = try JSON(parsing: try SharedFiles.bytes("standards/examples/expected.json"))["cases"]?.array ?? []
        var read: [String] = []
        for entry in cases {
            guard let path = entry["file"]?.string, path.hasPrefix("ob-3.0/") || path.hasPrefix("clr-2.0/"),
                path.hasSuffix(".json") || path.hasSuffix(".1ob"), entry["expected"]?.string?.hasPrefix("invalid") == false
            else { continue }
            var dataset = RDFDataset()
            try processor.writeRDF(of: try JSON(parsing: try SharedFiles.bytes("standards/examples/\(path)")), into: &dataset)
            #expect(dataset.quads.count > 10, "\(path)")
            read.append(path)
        }
        print("examples: \(read.count) valid credentials of OB 3.0 and CLR 2.0 in safe mode")
        #expect(read.count >= 12)
    }

    @Test func `have a type that no context knows: the error says where`() throws {
        let processor = JSONLDProcessor(try StagedContexts.documents(), options: .safe)
        let pointers = [
            "simple-err-type": "/type/1", "simple-err-credential-subject-type": "/credentialSubject/type/0",
            "simple-err-credential-subject-identifier-type": "/credentialSubject/identifier/0/type",
            "simple-err-evidence-type": "/evidence/1/type", "simple-err-issuer-parentorg-type": "/issuer/parentOrg/type/0",
            "simple-multiple-proofs": "/proof/0/type",
        ]
        for (name, pointer) in pointers {
            let json = try JSON(parsing: try SharedFiles.bytes("standards/examples/ob-3.0/validator/\(name).json"))
            let error = try #require(throws: JSONLDError.self) { try processor.expand(json) }
            #expect(error.code == .undefinedTerm)
            #expect(error.pointer.description == pointer, "\(name)")
        }
    }

    @Test func `of the data model become RDF in safe mode`() throws {
        // Their texts have base directions, which RDF has in one of two forms.
        var options = JSONLDOptions.safe
        options.rdfDirection = .i18nDatatype
        let processor = JSONLDProcessor(try StagedContexts.documents(), options: options)
        var unknown: [String] = []
        var read = 0
        for file in ["examples-unsigned", "examples-with-proof"] {
            let entries = try JSON(parsing: try SharedFiles.bytes("standards/examples/vcdm-2.0/\(file).json")).array ?? []
            for (place, entry) in entries.enumerated() {
                let credential = entry["credential"] ?? entry
                guard credential["@context"] != nil else { continue }
                do {
                    var dataset = RDFDataset()
                    try processor.writeRDF(of: credential, into: &dataset)
                    read += 1
                } catch {
                    // Contexts of their own that nobody published, and two presentations in an envelope, which say nothing else.
                    unknown.append("\(file)[\(place)]")
                    #expect([.loadingRemoteContextFailed, .wouldBeLost].contains(error.code), "\(file)[\(place)]: \(error)")
                }
            }
        }
        print("examples: \(read) of the data model in safe mode, refused \(unknown.joined(separator: " "))")
        #expect(read >= 43)
        #expect(unknown.count <= 7)
    }
}
