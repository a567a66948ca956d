import JSON

/// Looks for the issuer on the lists that count. No list, no checks: trust is then not judged.
struct TrustStep {
    let checks: [Check]

    init(_ document: JSON, issuer: String, at time: DateTimeStamp, lists: [TrustList]) {
        guard !lists.isEmpty else {
            self.checks = []
            return
        }
        var checks: [Check] = []
        let hits = lists.compactMap { list in list.issuers?[issuer].map { (list, $0) } }
        if let (list, _) = hits.first(where: { $0.1.removedAt.map { $0 > time } ?? true }) {
            checks.append(Check(.issuerList, .passed, ["list": .string(list.name)]))
            checks.append(Check(.issuerName, Self.name(in: document, hits: hits.map(\.1))))
        } else if let (list, entry) = hits.first, let removed = entry.removedAt {
            checks.append(
                Check(.issuerList, .failed(Reason(.removedFromList, ["list": .string(list.name), "date": .string(removed.description)]))))
        } else {
            checks.append(Check(.issuerList, .notChecked(Reason(.onNoList))))
        }
        // A list that did not answer matters only as long as no other one knows the issuer.
        if hits.isEmpty, let silent = lists.first(where: { $0.issuers == nil }) {
            checks.append(Check(.listReach, .notChecked(Reason(.listUnreachable, ["list": .string(silent.name)]))))
        }
        self.checks = checks
    }

    private static func name(in document: JSON, hits: [TrustList.Entry]) -> Outcome {
        let listed = hits.compactMap(\.name)
        guard let first = listed.first else { return .notChecked(Reason(.noName)) }
        let shown = document["issuer"]?["name"].map { $0.array ?? [$0] } ?? []
        let names = shown.compactMap { $0.string ?? $0["@value"]?.string }
        // An issuer that shows no name cannot show a wrong one.
        return names.allSatisfy(listed.contains) ? .passed : .failed(Reason(.otherName, ["listed": .string(first)]))
    }
}
