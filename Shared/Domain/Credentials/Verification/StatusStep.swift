import JSON

/// Looks up every status of a credential in the copies of lists that are given. Whatever cannot be looked up is "could not check".
struct StatusStep {
    let checks: [Check]

    init(_ document: JSON, issuer: String, at time: DateTimeStamp, in context: VerificationContext) {
        let entries = document["credentialStatus"].map { $0.array ?? [$0] } ?? []
        var found: [Check] = []
        if entries.isEmpty { found.append(Check(.statusNone, .notChecked(Reason(.noStatus)))) }
        if entries.count > context.limits.statusEntries {
            let limit = JSON.number(JSONNumber(context.limits.statusEntries))
            found.append(Check(.revocation, .notChecked(Reason(.tooManyStatuses, ["limit": limit]))))
        } else {
            for entry in entries { found += Self.look(at: entry, issuer: issuer, at: time, in: context) }
        }
        if document["refreshService"] != nil { found.append(Check(.refresh, .notChecked(Reason(.notSupported)))) }
        self.checks = Check.Code.allCases.compactMap { code in
            let same = found.filter { $0.code == code }
            return same.first.map { first in same.dropFirst().reduce(first) { $0.combined(with: $1) } }
        }
    }

    private static func look(
        at json: JSON, issuer: String, at time: DateTimeStamp, in context: VerificationContext
    ) -> [Check] {
        guard json["type"]?.string == "BitstringStatusListEntry" else {
            return [Check(.revocation, .notChecked(Reason(.statusUnknownType, ["type": json["type"] ?? nil])))]
        }
        do throws(StatusListError) {
            let entry = try StatusEntry(json)
            guard let code = Self.code(of: entry.purpose) else {
                // A message says something beside; any other purpose may take the credential back in words not known here.
                if entry.purpose == "message" { return [] }
                return [Check(.revocation, .notChecked(Reason(.statusUnknownType, ["type": .string(entry.purpose)])))]
            }
            guard let copy = context.statusLists[entry.list] else {
                return [Check(code, .notChecked(Reason(.statusUnavailable, ["list": .string(entry.list)])))]
            }
            return try Self.read(entry, as: code, from: copy, issuer: issuer, at: time, in: context)
        } catch {
            let code = json["statusPurpose"]?.string.flatMap(Self.code) ?? .revocation
            let facts: JSONObject = ["error": .string(error.code), "detail": .string(error.description)]
            return [Check(code, .notChecked(Reason(.statusError, facts)))]
        }
    }

    private static func read(
        _ entry: StatusEntry, as code: Check.Code, from copy: StatusListCopy, issuer: String, at time: DateTimeStamp,
        in context: VerificationContext
    ) throws(StatusListError) -> [Check] {
        let foreign = [Check(.statusAge, .failed(Reason(.listNotTheIssuers))), Check(code, .notChecked(Reason(.listNotTheIssuers)))]
        let (status, age): (Int, Outcome)
        switch copy.content {
        case .known(let list):
            guard list.issuer == issuer else { return foreign }
            status = try list.status(of: entry)
            age = Self.age(of: copy, allowed: context.limits.statusListAge, at: time)
        case .signed(let document):
            let list = try StatusListCredential(document)
            let proof = ProofStep(document, issuer: list.issuer, in: context)
            guard list.issuer == issuer, !proof.checks.contains(where: { $0.outcome.isFailed }) else { return foreign }
            guard proof.isProved, CredentialForm(document).violations.found.isEmpty else {
                throw .verification("the list's own proof could not be checked, or its form is not that of a credential")
            }
            status = try list.status(of: entry)
            let ends = [list.validUntil, proof.finding.expires].compactMap { $0 }
            let allowed = min(context.limits.statusListAge, list.timeToLive.map { Int64($0) / 1_000 } ?? .max)
            age = Self.age(of: copy, allowed: allowed, from: list.validFrom, until: ends.min(), at: time)
        }
        let facts: JSONObject = ["date": .string(copy.takenAt.description), "list": .string(entry.list)]
        return [Check(.statusAge, age, facts), Check(code, Self.meaning(of: status, as: code, age: age))]
    }

    /// What was taken back stays so, and an old list still shows it. All else needs a list that counts.
    private static func meaning(of status: Int, as code: Check.Code, age: Outcome) -> Outcome {
        if code == .revocation, status != 0 { return .failed(Reason(.revoked)) }
        if let reason = age.reason { return .notChecked(reason) }
        if status == 0 { return .passed }
        return code == .suspension ? .failed(Reason(.suspended)) : .notChecked(Reason(.notSupported))
    }

    private static func age(
        of copy: StatusListCopy, allowed seconds: Int64, from start: DateTimeStamp? = nil, until end: DateTimeStamp? = nil,
        at time: DateTimeStamp
    ) -> Outcome {
        let counts = (start.map { $0 <= time } ?? true) && (end.map { $0 > time } ?? true)
        guard counts, copy.takenAt.advanced(bySeconds: seconds) >= time else {
            return .notChecked(Reason(.listTooOld, ["date": .string(copy.takenAt.description)]))
        }
        return .passed
    }

    private static func code(of purpose: String) -> Check.Code? {
        switch purpose {
        case "revocation": .revocation
        case "suspension": .suspension
        case "refresh": .refresh
        default: nil
        }
    }
}
