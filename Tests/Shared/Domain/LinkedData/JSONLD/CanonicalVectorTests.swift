import JSON
import LinkedData
import TestSupport
import Testing

/// A document and the canonical text that a specification prints for it.
struct CanonicalVector: CustomTestStringConvertible, Sendable {
    let document: String
    let text: String
    /// Whose context holds, when the document is a proof alone.
    var contextOf: String?

    var testDescription: String { self.text }

    /// The document without what is not signed.
    func json() throws -> JSON {
        let json = try JSON(parsing: try SharedFiles.bytes("standards/vectors/\(self.document)"))
        guard case .object(var object) = json else { return json }
        object["proof"] = nil
        object["proofValue"] = nil
        if let contextOf = self.contextOf {
            object["@context"] = try JSON(parsing: try SharedFiles.bytes("standards/vectors/\(contextOf)"))["@context"]
        }
        return .object(object)
    }

    static let all: [CanonicalVector] = {
        let eddsa = "vc-di-eddsa/eddsa-rdfc-2022/"
        let legacy = "vc-di-eddsa/Ed25519Signature2020/"
        let badge = "1edtech-linked-data-proof/obv3p0/"
        let record = "1edtech-linked-data-proof/clrv2p0/"
        let ecdsa = [("p256", "P256"), ("p384", "P384")].flatMap { folder, name in
            [
                CanonicalVector(
                    document: "vc-di-ecdsa/ecdsa-rdfc-2019-\(folder)/signedECDSA\(name).json",
                    text: "vc-di-ecdsa/ecdsa-rdfc-2019-\(folder)/canonDocECDSA\(name).txt"),
                CanonicalVector(
                    document: "vc-di-ecdsa/ecdsa-rdfc-2019-\(folder)/proofConfigECDSA\(name).json",
                    text: "vc-di-ecdsa/ecdsa-rdfc-2019-\(folder)/proofCanonECDSA\(name).txt"),
            ]
        }
        return [
            CanonicalVector(document: "vc-di-eddsa/unsigned.json", text: eddsa + "canonDocDataInt.txt"),
            CanonicalVector(document: eddsa + "signedDataInt.json", text: eddsa + "canonDocDataInt.txt"),
            CanonicalVector(document: eddsa + "proofConfigDataInt.json", text: eddsa + "proofCanonDataInt.txt"),
            CanonicalVector(document: legacy + "signedEdSig.json", text: legacy + "canonDocEdSig.txt"),
            CanonicalVector(document: legacy + "proofConfigEdSig.json", text: legacy + "proofCanonEdSig.txt"),
            CanonicalVector(document: badge + "step-1.json", text: badge + "document-canon.txt"),
            CanonicalVector(document: badge + "step-2.json", text: badge + "proof-canon.txt", contextOf: badge + "step-1.json"),
            CanonicalVector(document: record + "step-1.json", text: record + "document-canon.txt"),
            CanonicalVector(document: record + "step-3.json", text: record + "proof-canon.txt", contextOf: record + "step-1.json"),
        ] + ecdsa
    }()
}

@Suite(.enabled(if: SharedFiles.has("standards/vectors/vc-di-eddsa") && SharedFiles.has(StagedContexts.index)))
struct `Canonical texts of the specifications` {
    @Test(arguments: CanonicalVector.all)
    func `are ours, byte for byte, in safe mode`(vector: CanonicalVector) throws {
        let processor = JSONLDProcessor(try StagedContexts.documents(), options: .safe)
        var dataset = RDFDataset()
        try processor.writeRDF(of: try vector.json(), into: &dataset)
        var canonicalizer = RDFCanonicalizer()
        let text = String(decoding: try canonicalizer.canonicalize(dataset).nquads, as: UTF8.self)
        #expect(text == (try SharedFiles.text("standards/vectors/\(vector.text)")))
    }
}
