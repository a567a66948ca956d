import JSON

/// Judges all proofs of a document. Each must hold: a set in which one proof fails was changed by somebody.
struct ProofStep {
    let finding: ProofFinding

    init(_ document: JSON, issuer: String, in context: VerificationContext) {
        let proofs = document["proof"].map { $0.array ?? [$0] } ?? []
        guard proofs.count <= context.limits.proofs else {
            let limit = JSON.number(JSONNumber(context.limits.proofs))
            self.finding = ProofFinding(proof: .notChecked(Reason(.tooManyProofs, ["limit": limit])))
            return
        }
        let findings = proofs.map { ProofFinding($0, on: document, issuer: issuer, controllers: context.controllers) }
        self.finding =
            findings.dropFirst().reduce(findings.first ?? ProofFinding(proof: .failed(Reason(.noProof)))) { $0.combined(with: $1) }
    }

    /// Whether issuer and content are proved; all that follows rests on it.
    var isProved: Bool {
        self.checks.allSatisfy { $0.outcome == .passed }
    }

    /// Whether it is shown that the content is not the issuer's. A key that was retired is still the issuer's.
    var isRefuted: Bool {
        self.finding.proof.isFailed || self.finding.integrity.isFailed || self.finding.key.isFailed
    }

    var checks: [Check] {
        [
            Check(.proof, self.finding.proof), Check(.integrity, self.finding.integrity), Check(.key, self.finding.key),
            Check(.keyTime, self.finding.keyTime), Check(.keyCompromise, self.finding.keyCompromise),
        ]
    }
}
