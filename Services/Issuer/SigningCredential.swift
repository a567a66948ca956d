import Chassis
import CloudEvents
import Credentials
import Crypto
import Events
import JSON
import Observability

/// What is to be signed: who achieved what, when and how. Whoever asks for it has found out who that is.
struct Award: Sendable {
    let student: StudentNumber
    let person: PersonID
    let campus: CampusID?
    /// The day, as `2026-05-30`.
    let completedOn: String
    var validFrom: DateTimeStamp?
    var validUntil: DateTimeStamp?
    /// A grade or level that was reached.
    var result: String?
    /// Where what she did can be seen.
    var evidence: String?
    /// The credentials that were stacked into this one.
    var earnedBy: [CredentialID] = []
}

/// Makes the signed document of an award. Touches no database: signing is the long part of issuing, and no row waits for it.
struct SigningCredential: Sendable {
    let site: Site
    let random: any RandomSource
    let now: @Sendable () -> WallTime

    /// A credential with its document, signed with the college's key, at a place that it has for good in the status lists.
    func sign(_ award: Award, of achievement: Achievement, for college: College, at place: StatusPlace) throws -> Credential {
        // Whole seconds: documents and rows say the same, and read well.
        let time = WallTime(microseconds: self.now().microseconds / 1_000_000 * 1_000_000)
        let id = CredentialID(self.random.newID(at: time))
        let created = DateTimeStamp(microsecondsSinceEpoch: time.microseconds)
        let validFrom = award.validFrom ?? created
        if let until = award.validUntil, until.seconds <= validFrom.seconds { throw IssuerError.endsBeforeItBegins }
        let document = self.document(id, award, achievement, college, place, from: validFrom)
        if let broken = Verification.structure(of: document).first(where: { $0.outcome.isFailed }) {
            throw IssuerError.malformedDocument("\(broken.code.rawValue): \(broken.outcome.reason.map { "\($0)" } ?? "")")
        }
        let secured = try ProofOptions(verificationMethod: college.method, created: created)
            .secure(document, with: .eddsaJCS2022, key: college.key)
        return Credential(
            id: id, college: college.id, person: award.person, campus: award.campus,
            achievement: AchievementEdition(achievement.id, edition: achievement.edition), skills: achievement.text.skills, state: .active,
            version: 1, completedOn: award.completedOn, issuedAt: time, validFrom: validFrom.wallTime,
            validUntil: award.validUntil?.wallTime, changedAt: time, reason: nil, place: place, earnedBy: award.earnedBy,
            document: secured.bytes())
    }

    private func document(
        _ id: CredentialID, _ award: Award, _ achievement: Achievement, _ college: College, _ place: StatusPlace,
        from validFrom: DateTimeStamp
    ) -> JSON {
        let salt = Hex.encode(self.random.bytes(count: 16))
        var badge = OpenBadgeCredential(
            id: self.site.name(of: id), issuer: college.profile, achievement: achievement.badge(site: self.site),
            earner: RecipientIdentifier(of: award.student.text, kind: .studentNumber, salt: salt), validFrom: validFrom)
        badge.validUntil = award.validUntil
        badge.awardedDate = DateTimeStamp(award.completedOn + "T00:00:00Z")
        badge.results = award.result.map { [BadgeResult($0)] } ?? []
        badge.evidence = award.evidence.map { [BadgeEvidence(id: $0)] } ?? []
        badge.earnedBy = award.earnedBy.map(self.site.name(of:))
        badge.status = [
            StatusEntry(purpose: "revocation", index: Int(place.entry), list: self.site.url(of: place.revocation)),
            StatusEntry(purpose: "suspension", index: Int(place.entry), list: self.site.url(of: place.suspension)),
        ]
        return badge.json
    }
}

extension DateTimeStamp {
    /// The same moment by PostgreSQL's count; a fraction of a second is left out.
    fileprivate var wallTime: WallTime { WallTime(microseconds: self.seconds * 1_000_000) }
}
