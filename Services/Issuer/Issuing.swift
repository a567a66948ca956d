import Chassis
import CloudEvents
import Crypto
import Events
import Messaging
import Observability
import Postgres

/// Issues a credential: signs it outside any transaction, then writes it and its event in one, which checks again what the signature rests on.
struct Issuing: Sendable {
    let database: Database
    let colleges: Colleges
    let places: StatusPlaces
    let signing: SigningCredential

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
            if let campus = order.campus, try !tx.hasCampus(campus, at: id) { throw IssuerError.unknownCampus }
            return (nil, try tx.achievement(order.achievement, edition: order.edition))
        }
        if let earlier { return earlier }
        guard let achievement = found, achievement.college == id else { throw IssuerError.unknownAchievement }
        guard achievement.state == .published else { throw IssuerError.retiredAchievement }
        guard order.completedOn <= CheckingBatch.lastDay(at: self.signing.now()) else { throw IssuerError.notYetCompleted }
        let college = try await self.colleges.college(id)
        let (hash, made) = college.pseudonym(of: order.student)
        var award = Award(student: order.student, person: made, campus: order.campus, completedOn: order.completedOn)
        (award.validFrom, award.validUntil) = (order.validFrom, order.validUntil)
        let signed = try self.signing.sign(award, of: achievement, for: college, at: try await self.places.next(for: college))
        let number = try college.seal(
            Array(order.student.text.utf8), for: College.studentPlace(id, hash: hash), random: self.signing.random)
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
            var credential = signed
            credential.person = try tx.person(of: hash, otherwise: made, number: number, college: id)
            if let name = order.name { try tx.setName(name, of: credential.person, college: id) }
            try tx.add(credential, signedWith: college.keyID)
            try tx.publish(credential.event(.issued, issuer: college.issuer))
            return credential
        }
    }
}
