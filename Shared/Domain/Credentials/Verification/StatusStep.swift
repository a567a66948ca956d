import JSON

/// Looks up every status of a credential in the copies of lists that are given. Whatever cannot be looked up is "could not check".
struct StatusStep {
    let checks: [Check]

    /// - Parameter pointer: where the credential stands in a larger one.
    init(_ document: JSON, at pointer: JSONPointer = .root, issuer: String, time: DateTimeStamp, in context: VerificationContext) {
        let place = pointer.appending("credentialStatus")
        let isList = document["credentialStatus"]?.array != nil
        let entries = document["credentialStatus"].map { $0.array ?? [$0] } ?? []
        let look = StatusLookup(credential: document["id"]?.string, issuer: issuer, time: time, context: context)
        var found: [Check] = []
        if entries.isEmpty { found.append(Check(.statusNone, .notChecked(Reason(.noStatus)))) }
        if entries.count > context.limits.statusEntries {
            let limit = JSON.number(JSONNumber(context.limits.statusEntries))
            found.append(Check(.revocation, .notChecked(Reason(.tooManyStatuses, ["limit": limit])), at: place))
        } else {
            for (index, entry) in entries.enumerated() { found += look.checks(of: entry, at: isList ? place.appending(index) : place) }
        }
        if document["refreshService"] != nil {
            found.append(Check(.refresh, .notChecked(Reason(.notSupported)), at: pointer.appending("refreshService")))
        }
        self.checks = Check.Code.allCases.flatMap { code in
            let same = found.filter { $0.code == code }
            // Each message says something of its own; of the rest the worst counts.
            guard code != .statusMessage, let first = same.first else { return same }
            return [same.dropFirst().reduce(first) { $0.combined(with: $1) }]
        }
    }
}
