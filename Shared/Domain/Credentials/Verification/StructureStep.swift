import JSON

/// Looks whether a document is a credential that is known here, whole, and made of known words.
struct StructureStep {
    /// What a document is to be.
    enum Kind {
        case badge, endorsement

        fileprivate var types: [String] {
            switch self {
            case .badge: ["OpenBadgeCredential", "AchievementCredential"]
            case .endorsement: ["EndorsementCredential"]
            }
        }
    }

    let checks: [Check]

    init(_ document: JSON, as kind: Kind = .badge) {
        let types = document["type"].map { ($0.array ?? [$0]).compactMap(\.string) } ?? []
        let format = Self.format(document, types: types, as: kind)
        // The rules below are those of version 2.0: nothing else is held against them.
        guard !format.isFailed, !Self.isOlder(document) else {
            let open = Outcome.notChecked(Reason(.notMade))
            self.checks = [Check(.format, format), Check(.schema, open), Check(.context, open)]
            return
        }
        var violations = CredentialForm(document).violations
        if format == .passed {
            violations =
                kind == .badge
                ? OpenBadgeForm(document, adding: violations).violations : EndorsementForm(document, adding: violations).violations
        }
        var schema = violations.outcome
        if schema == .passed, document["credentialSchema"] != nil { schema = .notChecked(Reason(.schemaNotInLibrary)) }
        self.checks = [Check(.format, format), Check(.schema, schema), Check(.context, TermCheck(document).outcome)]
    }

    private static func format(_ document: JSON, types: [String], as kind: Kind) -> Outcome {
        guard types.contains("VerifiableCredential") else { return .failed(Reason(.notACredential)) }
        if Self.isOlder(document) { return .notChecked(Reason(.unsupportedFormat, ["format": "Verifiable Credentials 1.1"])) }
        guard kind.types.contains(where: types.contains) else {
            return .notChecked(Reason(.unsupportedFormat, ["format": .array(types.map { .string($0) })]))
        }
        return .passed
    }

    /// Whether it is of version 1.1.
    static func isOlder(_ document: JSON) -> Bool {
        document["@context"].flatMap { $0.array?.first ?? $0 }?.string == KnownContext.credentialsV1
    }
}
