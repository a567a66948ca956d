import JSON

/// Finds the key that a proof names among the issuer's own. A key that somebody else lists proves nothing, however well the signature fits.
struct KeyLookup {
    let method: VerificationMethod?
    let outcome: Outcome

    init(_ proof: DataIntegrityProof, issuer: String, controllers: [String: ControllerDocument]) {
        let id = proof.verificationMethod
        guard proof.purpose == ProofPurpose.assertionMethod.rawValue else {
            self.init(.failed(Reason(.wrongPurpose, ["purpose": .string(proof.purpose)])))
            return
        }
        do throws(ControllerDocumentError) {
            guard let document = try Self.document(of: issuer, controllers: controllers) else {
                self.init(.notChecked(Reason(.unknownController, ["issuer": .string(issuer)])))
                return
            }
            let method = try document.method(id, for: .assertionMethod)
            self.init(.passed, Self.withTimes(method, from: controllers[issuer]))
        } catch {
            self.init(Self.outcome(of: error, id: id, issuer: issuer))
        }
    }

    private init(_ outcome: Outcome, _ method: VerificationMethod? = nil) {
        self.outcome = outcome
        self.method = method
    }

    /// A did:key or did:jwk is its own document; nothing that is given can add a key to it.
    private static func document(
        of issuer: String, controllers: [String: ControllerDocument]
    ) throws(ControllerDocumentError) -> ControllerDocument? {
        guard issuer.hasPrefix("did:key:") || issuer.hasPrefix("did:jwk:") else {
            guard let document = controllers[issuer] else { return nil }
            guard document.id == issuer else { throw .malformed("the document is called \(document.id)") }
            return document
        }
        do throws(DIDError) {
            return issuer.hasPrefix("did:key:") ? try DIDKey(issuer).document : try DIDJWK(issuer).document
        } catch .unsupportedPublicKeyType {
            throw .unsupportedMethod(issuer)
        } catch {
            throw .malformed(error.description)
        }
    }

    private static func withTimes(_ method: VerificationMethod, from document: ControllerDocument?) -> VerificationMethod {
        document?.methods.first { $0.id == method.id && $0.key == method.key } ?? method
    }

    private static func outcome(of error: ControllerDocumentError, id: String, issuer: String) -> Outcome {
        let isOwn = id.hasPrefix("\(issuer)#")
        return switch error {
        case .unsupportedMethod: .notChecked(Reason(.unsupportedKey, ["key": .string(id)]))
        case .noSuchMethod: .failed(Reason(isOwn ? .noSuchKey : .keyOfAnother, ["key": .string(id)]))
        case .foreignController(let other): .failed(Reason(.keyOfAnother, ["key": .string(id), "controller": .string(other)]))
        case .wrongPurpose: .failed(Reason(.wrongPurpose, ["key": .string(id)]))
        case .malformed: .failed(Reason(.noSuchKey, ["key": .string(id)]))
        }
    }
}
