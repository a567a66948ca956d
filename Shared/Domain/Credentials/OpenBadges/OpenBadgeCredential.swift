public import JSON

/// An award before it is signed: Open Badges 3.0 over Verifiable Credentials 2.0, its members always in the same order.
///
/// ```swift
/// let badge = OpenBadgeCredential(id: url, issuer: college, achievement: welding, earner: hash, validFrom: now)
/// let signed = try ProofOptions(verificationMethod: key, created: now).secure(badge.json, with: .eddsaJCS2022, key: secret)
/// ```
public struct OpenBadgeCredential: Sendable, Hashable {
    /// Its URL.
    public let id: String
    /// The college that signs.
    public let issuer: IssuerProfile
    /// What was achieved.
    public let achievement: BadgeAchievement
    /// Who achieved it, as hashes.
    public let earners: [RecipientIdentifier]
    /// From when on it counts.
    public let validFrom: DateTimeStamp
    /// Until when it counts.
    public var validUntil: DateTimeStamp?
    /// When it was first awarded, if this is a renewal.
    public var awardedDate: DateTimeStamp?
    /// Grades and levels that were reached.
    public var results: [BadgeResult] = []
    /// What the award rests on.
    public var evidence: [BadgeEvidence] = []
    /// The ids of the credentials that were stacked into this one.
    public var earnedBy: [String] = []
    /// Where its status stands. The JSON Schema of Open Badges 3.0 takes one entry at most; the data model of the W3C takes any number.
    public var status: [StatusEntry] = []

    /// An award.
    public init(id: String, issuer: IssuerProfile, achievement: BadgeAchievement, earner: RecipientIdentifier, validFrom: DateTimeStamp) {
        self.id = id
        self.issuer = issuer
        self.achievement = achievement
        self.earners = [earner]
        self.validFrom = validFrom
    }

    /// The credential without a proof.
    public var json: JSON {
        let evidence = (self.earnedBy.map(BadgeEvidence.credential) + self.evidence).map(\.json)
        let status = self.status.map(\.json)
        return .object(omittingNil: [
            "@context": [.string(KnownContext.credentialsV2), .string(KnownContext.openBadges)],
            "id": .string(self.id),
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": .string(self.achievement.name),
            "issuer": self.issuer.json,
            "validFrom": .string(self.validFrom.description),
            "validUntil": self.validUntil.map { .string($0.description) },
            "awardedDate": self.awardedDate.map { .string($0.description) },
            "credentialSubject": .object(omittingNil: [
                "type": ["AchievementSubject"],
                "identifier": .array(self.earners.map(\.json)),
                "achievement": self.achievement.json,
                "result": .list(self.results.map(\.json)),
            ]),
            "evidence": .list(evidence),
            "credentialStatus": .oneOrMore(status),
        ])
    }

    /// The ids of the credentials that a credential says it was earned by.
    public static func earnedBy(in credential: JSON) -> [String] {
        let evidence = credential["evidence"].map { $0.array ?? [$0] } ?? []
        return evidence.filter { $0["genre"]?.string == BadgeEvidence.credentialGenre }.compactMap { $0["id"]?.string }
    }
}
