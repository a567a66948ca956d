import Chassis
import CloudEvents
import Credentials
import Crypto
import Events
import JSON
import Messaging
import Observability
import Postgres

/// Issues a credential: signs it outside any transaction, then writes it and its event in one, which checks again what the signature rests on.
struct Issuing: Sendable {
    let database: Database
    let colleges: Colleges
    let places: StatusPlaces
    let site: Site
    let random: any RandomSource
    let now: @Sendable () -> WallTime

    /// Issues what was ordered; the same request again gives the same credential.
    func issue(_ order: CredentialOrder, asked request: RepeatableRequest, by staff: Visitor.Staff) async throws -> Credential {
        do {
            return try await self.attempt(order, request, staff)
        } catch IssuerError.keyReplaced {
            // The key was changed since it was cached. The next attempt signs with the new one.
            await self.colleges.forget(CollegeID(staff.college))
            return try await self.attempt(order, request, staff)
        } catch let error as PostgresError where error.isUniqueViolation && error.refusal?.constraint == "credential_row" {
            throw IssuerError.alreadyIssued
        }
    }

    private func attempt(_ order: CredentialOrder, _ request: RepeatableRequest, _ staff: Visitor.Staff) async throws -> Credential {
        if !staff.campuses.isEmpty {
            guard let campus = order.campus, staff.campuses.contains(campus.value) else { throw IssuerError.otherCampus }
        }
        let id = CollegeID(staff.college)
        let scope = Visitor.staff(staff).databaseScope
        let (earlier, found) = try await self.database.transaction(as: scope) { tx -> (Credential?, Achievement?) in
            if let earlier = try tx.earlierCredential(for: request, college: id) {
                // It may be another campus's, which this visitor does not see.
                guard let credential = try tx.credential(earlier) else { throw IssuerError.keyReused }
                return (credential, nil)
            }
            return (nil, try tx.achievement(order.achievement, edition: order.edition))
        }
        if let earlier { return earlier }
        guard let achievement = found, achievement.college == id else { throw IssuerError.unknownAchievement }
        guard achievement.state == .published else { throw IssuerError.retiredAchievement }
        let college = try await self.colleges.college(id)
        let signed = try self.sign(order, achievement, for: college, at: try await self.places.next(for: college))
        return try await self.database.transaction(as: scope) { tx in
            guard try tx.claim(request, for: signed.id, college: id, at: signed.issuedAt) else {
                guard let earlier = try tx.earlierCredential(for: request, college: id), let credential = try tx.credential(earlier) else {
                    throw IssuerError.keyReused
                }
                return credential
            }
            guard try tx.isActive(key: college.keyID, of: id) else { throw IssuerError.keyReplaced }
            guard try tx.achievement(achievement.id, edition: achievement.edition)?.state == .published else {
                throw IssuerError.retiredAchievement
            }
            let (hash, made) = college.pseudonym(of: order.student)
            var credential = signed
            credential.person = try tx.person(of: hash, otherwise: made, college: id)
            if let name = order.name { try tx.setName(name, of: credential.person, college: id) }
            try tx.add(credential, signedWith: college.keyID)
            try tx.publish(credential.event(.issued, issuer: college.issuer))
            return credential
        }
    }

    private func sign(
        _ order: CredentialOrder, _ achievement: Achievement, for college: College, at place: StatusPlace
    ) throws -> Credential {
        // Whole seconds: documents and rows say the same, and read well.
        let time = WallTime(microseconds: self.now().microseconds / 1_000_000 * 1_000_000)
        let id = CredentialID(self.random.newID(at: time))
        let validFrom = order.validFrom ?? DateTimeStamp(microsecondsSinceEpoch: time.microseconds)
        let salt = Hex.encode(self.random.bytes(count: 16))
        var badge = OpenBadgeCredential(
            id: self.site.name(of: id), issuer: college.profile, achievement: achievement.badge(site: self.site),
            earner: RecipientIdentifier(of: order.student.text, kind: .studentNumber, salt: salt), validFrom: validFrom)
        badge.validUntil = order.validUntil
        badge.awardedDate = DateTimeStamp(order.completedOn + "T00:00:00Z")
        badge.status = [
            StatusEntry(purpose: "revocation", index: Int(place.entry), list: self.site.url(of: place.revocation)),
            StatusEntry(purpose: "suspension", index: Int(place.entry), list: self.site.url(of: place.suspension)),
        ]
        let document = badge.json
        if let broken = Verification.structure(of: document).first(where: { $0.outcome.isFailed }) {
            throw IssuerError.malformedDocument("\(broken.code.rawValue): \(broken.outcome.reason.map { "\($0)" } ?? "")")
        }
        let created = DateTimeStamp(microsecondsSinceEpoch: time.microseconds)
        let secured = try ProofOptions(verificationMethod: college.method, created: created)
            .secure(document, with: .eddsaJCS2022, key: college.key)
        return Credential(
            id: id, college: college.id, person: college.pseudonym(of: order.student).person, campus: order.campus,
            achievement: AchievementEdition(achievement.id, edition: achievement.edition), skills: achievement.text.skills, state: .active,
            version: 1, completedOn: order.completedOn, issuedAt: time, validFrom: validFrom.wallTime,
            validUntil: order.validUntil?.wallTime, changedAt: time, reason: nil, place: place, document: secured.bytes())
    }
}

extension DateTimeStamp {
    /// The same moment by PostgreSQL's count; a fraction of a second is left out.
    fileprivate var wallTime: WallTime { WallTime(microseconds: self.seconds * 1_000_000) }
}
