import JSON

/// Judges all proofs of a document, each by itself and with checks of its own. Each must hold and be the issuer's: a set in which one proof
/// fails was changed by somebody. Of a chain each proof is judged after those that it builds on.
struct ProofStep {
    let findings: [ProofFinding]

    /// - Parameter pointer: where the document stands in a larger one.
    init(_ document: JSON, at pointer: JSONPointer = .root, issuer: String, seenAt: DateTimeStamp?, in context: VerificationContext) {
        let place = pointer.appending("proof")
        let proofs = document["proof"].map { $0.array ?? [$0] } ?? []
        guard !proofs.isEmpty else {
            self.findings = [ProofFinding(.failed(Reason(.noProof)), at: place)]
            return
        }
        guard proofs.count <= context.limits.proofs else {
            let limit = JSON.number(JSONNumber(context.limits.proofs))
            self.findings = [ProofFinding(.notChecked(Reason(.tooManyProofs, ["limit": limit])), at: place)]
            return
        }
        let isList = document["proof"]?.array != nil
        let readings = proofs.map(Self.read)
        let set = ProofSet(proofs)
        let links = set.links(readings.map { $0.proof?.previous ?? [] })
        var findings = proofs.indices.map { index in
            ProofFinding(readings[index].outcome, at: isList ? place.appending(index) : place)
        }
        // What was too much work once is not tried again for the next proof of the same document.
        var tooMuch: Outcome?
        for index in set.order(links) {
            guard let proof = readings[index].proof else { continue }
            let lookup = KeyLookup(proof, issuer: issuer, controllers: context.controllers)
            var finding = ProofFinding(proof, at: findings[index].pointer, lookup: lookup, seenAt: seenAt)
            switch links[index] {
            case .failure(let error): finding.proof = .failed(Self.reason(error))
            case .success(let earlier) where earlier.contains(where: { findings[$0].isRefuted }):
                finding.proof = .notChecked(Reason(.notMade))
            case .success(let earlier):
                if let tooMuch {
                    finding.proof = tooMuch
                } else {
                    finding.judge(proof, covering: earlier.map { proofs[$0] }, on: document, key: lookup.method, graphs: context.graphs)
                }
            }
            if finding.proof.reason?.code == .tooLarge { tooMuch = finding.proof }
            findings[index] = finding
        }
        self.findings = findings
    }

    /// Whether issuer and content are proved; all that follows rests on it.
    var isProved: Bool { self.checks.allSatisfy { $0.outcome == .passed } }

    /// Whether it is shown that the content is not the issuer's.
    var isRefuted: Bool { self.findings.contains(where: \.isRefuted) }

    /// When the first of the proofs ends by itself.
    var expires: DateTimeStamp? { self.findings.compactMap(\.expires).min() }

    var checks: [Check] {
        self.findings.flatMap { finding in
            [
                Check(.proof, finding.proof, at: finding.pointer), Check(.integrity, finding.integrity, at: finding.pointer),
                Check(.key, finding.key, at: finding.pointer), Check(.keyTime, finding.keyTime, at: finding.pointer),
                Check(.keyCompromise, finding.keyCompromise, at: finding.pointer),
            ]
        }
    }

    /// A proof that can be read, or what is to be said of one that cannot.
    private static func read(_ json: JSON) -> (proof: DataIntegrityProof?, outcome: Outcome) {
        guard let type = json["type"]?.string, DataIntegrityProof.isReadable(type: type) else {
            return (nil, .notChecked(Reason(.unknownSuite, ["suite": json["type"] ?? nil])))
        }
        do throws(ProofError) {
            return (try DataIntegrityProof(json), .notChecked(Reason(.signatureNotChecked)))
        } catch {
            return (nil, .failed(Reason(.malformedProof, ["detail": .string(error.description)])))
        }
    }

    private static func reason(_ error: ProofSetError) -> Reason {
        switch error {
        case .missing(let id): Reason(.missingProof, ["proof": .string(id)])
        case .ambiguous: Reason(.malformedProof, ["detail": .string(error.description)])
        case .cycle: Reason(.proofCycle)
        }
    }
}
