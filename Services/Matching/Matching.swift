import Chassis
import Events
import JSON
import MatchEngine
import Observability
import Postgres

/// Ranks, for a role, the learners who let its employer see what they have shown, and says of each why.
struct Matching: Sendable {
    /// How old what is known of consents may be: one that was withdrawn since would not be known here.
    static let consentAge = Duration.seconds(300)
    /// How many matches are given when nobody says otherwise, and at most.
    static let usualLimit = 20
    static let limit = 100

    let database: Database
    let now: @Sendable () -> WallTime

    /// A role's matches as of one moment, the best first, from behind some of them on.
    func matches(for id: RoleID, as visitor: Visitor, limit: Int, after passed: Int = 0) async throws -> RoleMatches {
        let now = self.now()
        let day = String(now.description.prefix(10))
        return try await self.database.transaction(as: visitor.databaseScope, with: .snapshot) { tx in
            guard let role = try tx.role(id) else { throw MatchingError.unknownRole }
            guard role.state == .open else { throw MatchingError.closedRole }
            guard let readAt = try tx.freshConsentsReadAt(now) else { throw MatchingError.staleConsents }
            let requirements = role.text.requirements.map(\.requirement)
            let (ranked, count) = try tx.ranking(for: id, by: requirements, day: day, limit: limit, after: passed)
            let shown = Dictionary(grouping: try tx.shown(by: ranked, of: requirements), by: \.person)
            let matches = ranked.map { Match($0, for: role, shown: shown[$0.person] ?? []) }
            return RoleMatches(role: role, count: count, readAt: readAt, matches: matches)
        }
    }

    /// What an employer may see of a credential that shows skills of a role of hers; nil where no consent that stands lets her.
    func credential(_ credential: CredentialID, for id: RoleID, as visitor: Visitor) async throws -> VisibleCredential? {
        let now = self.now()
        return try await self.database.transaction(as: visitor.databaseScope, with: .snapshot) { tx in
            guard let role = try tx.role(id) else { throw MatchingError.unknownRole }
            guard role.state == .open else { throw MatchingError.closedRole }
            guard try tx.freshConsentsReadAt(now) != nil else { throw MatchingError.staleConsents }
            return try tx.visibleCredential(credential, for: role)
        }
    }
}

/// Some of a role's matches.
struct RoleMatches: Sendable {
    let role: Role
    /// How many there are in all.
    let count: Int
    /// When what is known of consents was read.
    let readAt: WallTime
    let matches: [Match]

    /// The answer for programs.
    var json: JSON {
        [
            "role": self.role.id.json, "of": .number(JSONNumber(self.matches.first?.coverage.total ?? self.total)),
            "count": .number(JSONNumber(self.count)), "readAt": .string(self.readAt.description),
            "matches": .array(self.matches.map(\.json)),
        ]
    }

    private var total: Int { self.role.text.requirements.map(\.importance).reduce(0, +) }
}

/// One learner's match: each requirement with the credential that shows it.
struct Match: Sendable {
    let college: CollegeID
    let person: PersonID
    let coverage: Coverage<Proof>
    private let names: [String]
    private let words: [Proof: (achievement: String?, issuer: String?)]

    init(_ ranked: Ranked, for role: Role, shown: [Shown]) {
        self.college = ranked.college
        self.person = ranked.person
        self.coverage = Coverage(of: role.text.requirements.map(\.requirement), by: shown.map(\.showing))
        self.names = role.text.requirements.map(\.name)
        self.words = Dictionary(shown.map { ($0.showing.proof, ($0.achievement, $0.issuer)) }) { first, _ in first }
    }

    /// Every requirement by its name, with what shows it: the credential and its words only where the learner lets them be seen.
    var rows: [(name: String, row: Coverage<Proof>.Row, visible: CredentialID?, achievement: String?, issuer: String?)] {
        zip(self.names, self.coverage.rows).map { name, row in
            guard let proof = row.proof, proof.isVisible else { return (name, row, nil, nil, nil) }
            let words = self.words[proof]
            return (name, row, proof.credential, words?.achievement, words?.issuer)
        }
    }

    var json: JSON {
        [
            "person": self.person.json, "college": self.college.json, "points": .number(JSONNumber(self.coverage.points)),
            "of": .number(JSONNumber(self.coverage.total)),
            "rows": .array(
                self.rows.map { name, row, visible, achievement, issuer in
                    .object(omittingNil: [
                        "name": .string(name), "framework": .string(row.requirement.framework), "code": .string(row.requirement.code),
                        "level": row.requirement.level?.json, "importance": .number(JSONNumber(row.requirement.importance)),
                        "isMust": .bool(row.requirement.isMust), "met": .bool(row.proof != nil), "credential": visible?.json,
                        "achievement": achievement?.json, "issuer": issuer?.json,
                    ])
                }),
            "missingMust": .array(self.rows.filter { $0.row.proof == nil && $0.row.requirement.isMust }.map { .string($0.name) }),
        ]
    }
}
