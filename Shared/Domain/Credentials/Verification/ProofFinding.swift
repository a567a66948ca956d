import JSON

/// What was found of one proof.
struct ProofFinding {
    /// Where the proof stands.
    let pointer: JSONPointer
    var proof: Outcome
    var integrity = Outcome.notChecked(Reason(.signatureNotChecked))
    var key = Outcome.notChecked(Reason(.signatureNotChecked))
    var keyTime = Outcome.notChecked(Reason(.signatureNotChecked))
    var keyCompromise = Outcome.notChecked(Reason(.signatureNotChecked))
    /// When the proof ends by itself.
    var expires: DateTimeStamp?

    /// A proof of which nothing else can be said.
    init(_ proof: Outcome, at pointer: JSONPointer) {
        self.proof = proof
        self.pointer = pointer
    }

    /// A proof that can be read, on a document whose issuer is known. The signature is judged apart from this, since it may rest on others.
    init(_ proof: DataIntegrityProof, at pointer: JSONPointer, lookup: KeyLookup, seenAt: DateTimeStamp?) {
        self.init(.notChecked(Reason(.signatureNotChecked)), at: pointer)
        self.expires = proof.expires
        self.key = lookup.outcome
        guard let method = lookup.method else { return }
        let time = SigningTime(created: proof.created, seenAt: seenAt)
        self.keyTime = time.isInUse(method)
        self.keyCompromise = time.isSafe(method)
    }

    /// Whether it is shown that the content is not the issuer's. A key that was retired is still the issuer's.
    var isRefuted: Bool {
        self.proof.isFailed || self.integrity.isFailed || self.key.isFailed
    }

    /// The signature is the issuer's only when the key is: without the issuer's key it is not judged at all.
    mutating func judge(
        _ proof: DataIntegrityProof, covering previous: [JSON], on document: JSON, key method: VerificationMethod?,
        graphs: GraphCanonicalization
    ) {
        guard let suite = Cryptosuite.named(proof.cryptosuite) else {
            self.proof = .notChecked(Reason(.unknownSuite, ["suite": .string(proof.cryptosuite)]))
            return
        }
        guard let method else {
            self.proof = .notChecked(self.key.isFailed ? Reason(.notMade) : self.key.reason ?? Reason(.notMade))
            return
        }
        do throws(ProofError) {
            let isValid = try proof.isValid(for: document, covering: previous, suite: suite, key: method.key, graphs: graphs)
            self.proof = isValid ? .passed : .failed(Reason(.signatureMismatch))
            if isValid { self.integrity = self.integrity(of: document, under: proof, suite) }
        } catch .contextMismatch {
            self.integrity = .failed(Reason(.contextMismatch))
        } catch {
            self.proof = Self.outcome(of: error)
        }
    }

    /// Whether what a reader sees is what was signed, given that the signature fits.
    private func integrity(of document: JSON, under proof: DataIntegrityProof, _ suite: Cryptosuite) -> Outcome {
        switch suite.canonicalization {
        case .json: proof.coversContext(of: document) ? .passed : .notChecked(Reason(.contextExtended))
        case .graph:
            (PlainForm(document).oddity ?? (proof.isPlain ? nil : self.pointer))
                .map { .notChecked(Reason(.otherForm, ["field": .string($0.description)])) } ?? .passed
        }
    }

    /// What a signature that could not be judged says of the document: nothing where what is missing is ours to have.
    private static func outcome(of error: ProofError) -> Outcome {
        switch error {
        case .unknownContext(let url): .notChecked(Reason(.unknownContext, ["context": .string(url)]))
        case .tooMuchWork(let limit): .notChecked(Reason(.tooLarge, ["detail": .string(limit)]))
        case .notSignable(let place, let why):
            .failed(Reason(.notSignable, ["field": .string(place.description), "detail": .string(why)]))
        default: .failed(Reason(.malformedProof, ["detail": .string(error.description)]))
        }
    }
}
