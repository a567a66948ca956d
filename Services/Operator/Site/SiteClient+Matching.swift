import HTTP
import JSON

/// A learner's place in a role's ranking.
struct RankedPerson: Sendable, Equatable {
    let person: String
    let points: Int
    let of: Int
    /// The credentials that prove it.
    let credentials: Set<String>
}

extension SiteClient {
    /// The most places of a ranking that are asked for.
    static let rankingLimit = 100

    /// Who covers a role best, of those who agreed.
    func ranking(of role: String, as employer: Caller) async throws(SiteError) -> [RankedPerson] {
        let path = "/matching/api/v1/roles/\(role)/matches?limit=\(Self.rankingLimit)"
        let place = SiteError.Place(.get, path)
        var ranking: [RankedPerson] = []
        for json in try Self.list(try await self.json(.get, path, as: employer), "matches", at: place) {
            let rows = json["rows"]?.array ?? []
            ranking.append(
                RankedPerson(
                    person: try Self.text(json, "person", at: place), points: try Self.number(json, "points", at: place),
                    of: try Self.number(json, "of", at: place), credentials: Set(rows.compactMap { $0["credential"]?.string })))
        }
        return ranking
    }
}
