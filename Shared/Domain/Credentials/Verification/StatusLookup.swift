import JSON

/// Looks up one status entry after the other of one credential.
struct StatusLookup {
    /// The credential's id, by which some lists know it.
    let credential: String?
    let issuer: String
    let time: DateTimeStamp
    let context: VerificationContext

    /// What a list said: the status, and whether the copy counts.
    private struct Answer {
        let status: Int
        /// Why it was taken back, where the list says it.
        var reason: String?
        let age: Outcome
        let copy: StatusListCopy
    }

    /// The list is not the issuer's, or was changed.
    private struct ForeignList: Error {}

    /// The checks of an entry that stands at a place.
    func checks(of json: JSON, at pointer: JSONPointer) -> [Check] {
        if json["type"]?.string == RevocationList.entryType { return self.checks(ofRevocationList: json["id"]?.string, at: pointer) }
        guard StatusEntry.Standard.ofEntry(type: json["type"]?.string) != nil else {
            return [Check(.revocation, .notChecked(Reason(.statusUnknownType, ["type": json["type"] ?? nil])), at: pointer)]
        }
        do {
            let entry = try StatusEntry(json)
            guard let code = Self.code(of: entry.purpose) else {
                // Any other purpose may take the credential back in words not known here.
                return [Check(.revocation, .notChecked(Reason(.statusUnknownType, ["type": .string(entry.purpose)])), at: pointer)]
            }
            guard let copy = self.context.statusLists[entry.list] else { return self.missing(entry.list, as: code, at: pointer) }
            let answer = try self.answer(for: entry, from: copy)
            return code == .statusMessage
                ? Self.message(answer, of: entry, at: pointer) : self.checks(answer, from: entry.list, as: code, at: pointer)
        } catch {
            return self.checks(error, as: json["statusPurpose"]?.string.flatMap(Self.code) ?? .revocation, at: pointer)
        }
    }

    private func checks(ofRevocationList url: String?, at pointer: JSONPointer) -> [Check] {
        do {
            guard let url, let credential else { throw StatusListError.malformedValue("the entry or the credential has no id") }
            guard let copy = self.context.statusLists[url] else { return self.missing(url, as: .revocation, at: pointer) }
            guard case .fetched(let document) = copy.content else {
                throw StatusListError.verification("the list is of another standard than the entry")
            }
            let list = try RevocationList(document)
            guard list.id == url else { throw StatusListError.verification("the list is another one than the entry names") }
            // It needs no proof; one that does not hold shows that somebody changed it.
            if document["proof"] != nil,
                ProofStep(document, issuer: list.issuer, seenAt: copy.takenAt, in: self.context).isRefuted
            {
                throw ForeignList()
            }
            guard list.issuer == self.issuer else { throw ForeignList() }
            let reason = list.reason(for: credential)
            let age = self.age(of: copy, allowed: self.context.limits.statusListAge)
            let answer = Answer(status: reason == nil ? 0 : 1, reason: reason, age: age, copy: copy)
            return self.checks(answer, from: url, as: .revocation, at: pointer)
        } catch {
            return self.checks(error, as: .revocation, at: pointer)
        }
    }

    private func answer(for entry: StatusEntry, from copy: StatusListCopy) throws -> Answer {
        switch copy.content {
        case .known(let list):
            guard list.issuer == self.issuer else { throw ForeignList() }
            let age = self.age(of: copy, allowed: self.context.limits.statusListAge)
            return Answer(status: try list.status(of: entry), age: age, copy: copy)
        case .fetched(let document):
            let list = try StatusListCredential(document)
            let proof = ProofStep(document, issuer: list.issuer, seenAt: copy.takenAt, in: self.context)
            guard list.issuer == self.issuer, !proof.checks.contains(where: { $0.outcome.isFailed }) else { throw ForeignList() }
            // Version 1.1 has another form, which is not held against a list of that time.
            let isWhole = StructureStep.isOlder(document) || CredentialForm(document).violations.found.isEmpty
            guard proof.isProved, isWhole else {
                throw StatusListError.verification("the list's own proof could not be checked, or its form is not that of a credential")
            }
            let ends = [list.validUntil, proof.expires].compactMap { $0 }
            let allowed = min(self.context.limits.statusListAge, list.timeToLive.map { Int64($0) / 1_000 } ?? .max)
            let age = self.age(of: copy, allowed: allowed, from: list.validFrom, until: ends.min())
            return Answer(status: try list.status(of: entry), age: age, copy: copy)
        }
    }

    private func checks(_ answer: Answer, from list: String, as code: Check.Code, at pointer: JSONPointer) -> [Check] {
        let facts: JSONObject = ["date": .string(answer.copy.takenAt.description), "list": .string(list)]
        return [Check(.statusAge, answer.age, facts, at: pointer), Check(code, Self.meaning(of: answer, as: code), at: pointer)]
    }

    /// What was taken back stays so, and an old list still shows it. All else needs a list that counts.
    private static func meaning(of answer: Answer, as code: Check.Code) -> Outcome {
        if code == .revocation, answer.status != 0 {
            let said = answer.reason.map { $0.isEmpty ? [:] : ["reason": .string($0)] as JSONObject } ?? [:]
            return .failed(Reason(.revoked, said))
        }
        if let reason = answer.age.reason { return .notChecked(reason) }
        if answer.status == 0 { return .passed }
        return code == .suspension ? .failed(Reason(.suspended)) : .notChecked(Reason(.notSupported))
    }

    /// A message says something beside the credential. It is shown where it can be read, and decides nothing.
    private static func message(_ answer: Answer, of entry: StatusEntry, at pointer: JSONPointer) -> [Check] {
        guard answer.age == .passed, let message = entry.messages[answer.status] else { return [] }
        let facts: JSONObject = [
            "message": .string(message), "date": .string(answer.copy.takenAt.description), "list": .string(entry.list),
        ]
        return [Check(.statusMessage, .passed, facts, at: pointer)]
    }

    private func missing(_ list: String, as code: Check.Code, at pointer: JSONPointer) -> [Check] {
        code == .statusMessage ? [] : [Check(code, .notChecked(Reason(.statusUnavailable, ["list": .string(list)])), at: pointer)]
    }

    private func checks(_ error: any Error, as code: Check.Code, at pointer: JSONPointer) -> [Check] {
        if code == .statusMessage { return [] }
        guard let error = error as? StatusListError else {
            let foreign = Reason(.listNotTheIssuers)
            return [Check(.statusAge, .failed(foreign), at: pointer), Check(code, .notChecked(foreign), at: pointer)]
        }
        let facts: JSONObject = ["error": .string(error.code), "detail": .string(error.description)]
        return [Check(code, .notChecked(Reason(.statusError, facts)), at: pointer)]
    }

    private func age(
        of copy: StatusListCopy, allowed seconds: Int64, from start: DateTimeStamp? = nil, until end: DateTimeStamp? = nil
    ) -> Outcome {
        let counts = (start.map { $0 <= self.time } ?? true) && (end.map { $0 > self.time } ?? true)
        guard counts, copy.takenAt.advanced(bySeconds: seconds) >= self.time else {
            return .notChecked(Reason(.listTooOld, ["date": .string(copy.takenAt.description)]))
        }
        return .passed
    }

    private static func code(of purpose: String) -> Check.Code? {
        switch purpose {
        case "revocation": .revocation
        case "suspension": .suspension
        case "refresh": .refresh
        case "message": .statusMessage
        default: nil
        }
    }
}
