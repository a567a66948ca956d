public import JSON

/// The whole judgement of one credential at one moment. Pure: equal input gives an equal verdict.
public struct Verification: Sendable {
    private let bytes: [UInt8]
    private let time: DateTimeStamp
    private let context: VerificationContext

    /// A judgement of the bytes of a credential.
    public init(of bytes: [UInt8], at time: DateTimeStamp, in context: VerificationContext) {
        self.bytes = bytes
        self.time = time
        self.context = context
    }

    /// Judges. When signature or key fail, nothing else is said of the content.
    public func verdict() -> Verdict {
        let document: JSON
        do throws(JSONError) {
            document = try JSON(parsing: self.bytes, limits: JSONLimits(maxBytes: self.context.limits.credentialBytes))
        } catch {
            return Verdict([Check(.format, self.formatOfUnparsed(error))])
        }
        let structure = StructureStep(document).checks
        guard structure.first?.outcome.isFailed == false else { return Verdict(structure) }
        let issuer = document["issuer"]?.string ?? document["issuer"]?["id"]?.string ?? ""
        let proof = ProofStep(document, issuer: issuer, seenAt: self.context.seenAt, in: self.context)
        let content =
            DatesStep(document, proofExpires: proof.expires, at: self.time).checks
            + StatusStep(document, issuer: issuer, time: self.time, in: self.context).checks
            + TrustStep(document, issuer: issuer, at: self.time, lists: self.context.trustLists).checks
        guard proof.isRefuted else {
            let inner = EndorsementStep(document, at: self.time, in: self.context).checks
            return Verdict(structure + proof.checks + inner + content)
        }
        let inner = InnerCredentials(of: document, at: .root)
        let open =
            (inner.endorsements.map(\.pointer) + inner.otherEndorsements).map { Check(.endorsement, .passed, at: $0) }
            + inner.nested.map { Check(.nested, .passed, at: $0) } + content
        let kept = (structure + proof.checks).map { $0.outcome.isFailed ? $0 : $0.notMade }
        return Verdict(kept + open.map(\.notMade))
    }

    /// The checks of form and terms alone, for a document that is about to be signed: a word without a meaning must not be signed either.
    public static func structure(of document: JSON) -> [Check] {
        StructureStep(document).checks
    }

    /// What is no JSON at all may be a credential in a form that cannot be read here yet, or lead to one; a limit of ours is no fault of the
    /// document; all else is none.
    private func formatOfUnparsed(_ error: JSONError) -> Outcome {
        switch error.reason {
        case .tooManyBytes, .tooDeep, .tooManyNodes, .numberTooLong:
            return .notChecked(Reason(.tooLarge, ["detail": .string(error.description)]))
        default: break
        }
        switch OtherForm(of: self.bytes) {
        case .token: return .notChecked(Reason(.unsupportedFormat, ["format": "JWT"]))
        case .picture(let format): return .notChecked(Reason(.picture, ["format": .string(format)]))
        case .link: return .notChecked(Reason(.link))
        // Where JSON goes wrong helps whoever wrote it; where prose is no JSON helps nobody.
        case .json: return .failed(Reason(.unreadable, ["detail": .string(error.description)]))
        case nil: return .failed(Reason(.unreadable))
        }
    }
}
