import JSON

/// Judges each endorsement inside a credential by its own signature, key, dates and status, and those inside them in turn.
///
/// An endorsement holds for what it names; one that speaks of something else than it stands in was put there to mislead. That its issuer is
/// on no list, or offers no way to take it back, is not held against it: whom to believe is asked of the credential itself.
struct EndorsementStep {
    private(set) var checks: [Check] = []
    private let time: DateTimeStamp
    private let context: VerificationContext
    /// How many were judged.
    private var count = 0

    init(_ document: JSON, at time: DateTimeStamp, in context: VerificationContext) {
        self.time = time
        self.context = context
        self.open(document, at: .root, inside: [])
    }

    /// Looks into a credential. `ids` are those of the credentials around it, the outermost first.
    private mutating func open(_ document: JSON, at pointer: JSONPointer, inside ids: [String?]) {
        let inner = InnerCredentials(of: document, at: pointer)
        let ids = ids + [document["id"]?.string]
        for endorsement in inner.endorsements { self.judge(endorsement, inside: ids) }
        self.checks += inner.otherEndorsements.map { Check(.endorsement, .notChecked(Reason(.notSupported)), at: $0) }
        self.checks += inner.nested.map { Check(.nested, .notChecked(Reason(.notSupported)), at: $0) }
    }

    private mutating func judge(_ endorsement: InnerCredentials.Endorsement, inside ids: [String?]) {
        let (document, pointer) = (endorsement.document, endorsement.pointer)
        if let open = self.reasonToStop(at: document, inside: ids) {
            self.checks.append(Check(.endorsement, .notChecked(open), at: pointer))
            return
        }
        self.count += 1
        self.checks.append(self.check(endorsement))
        self.open(document, at: pointer, inside: ids)
    }

    /// Why an endorsement is not opened.
    private func reasonToStop(at document: JSON, inside ids: [String?]) -> Reason? {
        let limits = self.context.limits
        if let id = document["id"]?.string, ids.contains(id) { return Reason(.endorsementCycle, ["id": .string(id)]) }
        if ids.count > limits.endorsementDepth { return Reason(.tooDeep, ["limit": .number(JSONNumber(limits.endorsementDepth))]) }
        if self.count >= limits.endorsements { return Reason(.tooManyEndorsements, ["limit": .number(JSONNumber(limits.endorsements))]) }
        return nil
    }

    private func check(_ endorsement: InnerCredentials.Endorsement) -> Check {
        let document = endorsement.document
        let issuer = document["issuer"]?.string ?? document["issuer"]?["id"]?.string ?? ""
        let who = JSON.string(self.name(of: issuer))
        let proof = ProofStep(document, at: endorsement.pointer, issuer: issuer, seenAt: self.context.seenAt, in: self.context)
        let status = StatusStep(document, at: endorsement.pointer, issuer: issuer, time: self.time, in: self.context)
        let found =
            proof.checks + StructureStep(document, as: .endorsement).checks
            + DatesStep(document, proofExpires: proof.expires, at: self.time).checks
            + status.checks.filter { $0.code != .statusNone && $0.code != .statusMessage }
        let worst = found.dropFirst().reduce(found[0]) { $0.combined(with: $1) }
        guard let reason = worst.outcome.reason else {
            let subject = document["credentialSubject"]?["id"]?.string ?? ""
            guard endorsement.subjects.contains(subject) else {
                let reason = Reason(.endorsesAnother, ["who": who, "subject": .string(subject)])
                return Check(.endorsement, .failed(reason), at: endorsement.pointer)
            }
            return Check(.endorsement, .passed, ["who": who], at: endorsement.pointer)
        }
        var facts: JSONObject = ["who": who, "check": .string(worst.code.rawValue)]
        for (name, value) in reason.facts { facts.append(name, value) }
        let said = Reason(reason.code, facts)
        return Check(.endorsement, worst.outcome.isFailed ? .failed(said) : .notChecked(said), at: endorsement.pointer)
    }

    /// The name under which a list that counts has the endorser, or else its id. What an endorser calls itself proves nothing.
    private func name(of issuer: String) -> String {
        self.context.trustLists.lazy.compactMap { $0.issuers?[issuer] }.first { $0.removedAt == nil }?.name ?? issuer
    }
}
