import JSON

/// What was found of one proof; several are put together by the worst of each.
struct ProofFinding {
    var proof: Outcome
    var integrity = Outcome.notChecked(Reason(.signatureNotChecked))
    var key = Outcome.notChecked(Reason(.signatureNotChecked))
    var keyTime = Outcome.notChecked(Reason(.signatureNotChecked))
    var keyCompromise = Outcome.notChecked(Reason(.signatureNotChecked))
    /// When the proof ends by itself.
    var expires: DateTimeStamp?

    /// A proof of which nothing else can be said.
    init(proof: Outcome) {
        self.proof = proof
    }

    init(_ json: JSON, on document: JSON, issuer: String, controllers: [String: ControllerDocument]) {
        guard json["type"]?.string == "DataIntegrityProof" else {
            self.init(proof: .notChecked(Reason(.unknownSuite, ["suite": json["type"] ?? nil])))
            return
        }
        do throws(ProofError) {
            let proof = try DataIntegrityProof(json)
            self.init(proof: .notChecked(Reason(.signatureNotChecked)))
            self.expires = proof.expires
            let lookup = KeyLookup(proof, issuer: issuer, controllers: controllers)
            self.judgeKey(lookup, created: proof.created)
            self.judgeSignature(proof, on: document, key: lookup.method)
        } catch {
            self.init(proof: .failed(Reason(.malformedProof, ["detail": .string(error.description)])))
        }
    }

    func combined(with other: ProofFinding) -> ProofFinding {
        var both = self
        both.proof = self.proof.combined(with: other.proof)
        both.integrity = self.integrity.combined(with: other.integrity)
        both.key = self.key.combined(with: other.key)
        both.keyTime = self.keyTime.combined(with: other.keyTime)
        both.keyCompromise = self.keyCompromise.combined(with: other.keyCompromise)
        both.expires = [self.expires, other.expires].compactMap { $0 }.min()
        return both
    }

    private mutating func judgeKey(_ lookup: KeyLookup, created: DateTimeStamp?) {
        self.key = lookup.outcome
        guard let method = lookup.method else { return }
        self.keyTime = Self.time(of: method, created: created)
        if let revoked = method.revoked, created.map({ $0 >= revoked }) ?? true {
            self.keyCompromise = .failed(Reason(.keyCompromised, ["date": .string(revoked.description)]))
        } else {
            self.keyCompromise = .passed
        }
    }

    private static func time(of method: VerificationMethod, created: DateTimeStamp?) -> Outcome {
        guard method.validFrom != nil || method.expires != nil else { return .passed }
        guard let created else { return .notChecked(Reason(.noSigningTime)) }
        if let start = method.validFrom, created < start {
            return .failed(Reason(.keyNotYet, ["date": .string(start.description)]))
        }
        if let end = method.expires, created >= end { return .failed(Reason(.keyRetired, ["date": .string(end.description)])) }
        return .passed
    }

    /// The signature is the issuer's only when the key is: without the issuer's key it is not judged at all.
    private mutating func judgeSignature(_ proof: DataIntegrityProof, on document: JSON, key method: VerificationMethod?) {
        guard let suite = Cryptosuite.named(proof.cryptosuite) else {
            self.proof = .notChecked(Reason(.unknownSuite, ["suite": .string(proof.cryptosuite)]))
            return
        }
        guard !proof.isChained else {
            self.proof = .notChecked(Reason(.chainedProof))
            return
        }
        guard let method else {
            self.proof = .notChecked(self.key.isFailed ? Reason(.notMade) : self.key.reason ?? Reason(.notMade))
            return
        }
        do throws(ProofError) {
            let isValid = try proof.isValid(for: document, suite: suite, key: method.key)
            self.proof = isValid ? .passed : .failed(Reason(.signatureMismatch))
            if isValid { self.integrity = proof.coversContext(of: document) ? .passed : .notChecked(Reason(.contextExtended)) }
        } catch .contextMismatch {
            self.integrity = .failed(Reason(.contextMismatch))
        } catch {
            self.proof = .failed(Reason(.malformedProof, ["detail": .string(error.description)]))
        }
    }
}
