import Chassis
import CloudEvents
import Events
import JSON
import Observability
import Postgres

/// Finds credentials for staff: those of a learner, of an achievement, or of both.
struct FindingCredentials: Sendable {
    /// How many an answer holds, the newest first.
    static let limit = 100

    let database: Database
    let colleges: Colleges

    /// The newest credentials that this visitor may see. A student number that is none, or that nobody has, finds nothing.
    func credentials(of student: String?, achievement: String?, by staff: Visitor.Staff) async throws -> [FoundCredential] {
        let id = CollegeID(staff.college)
        var hash: [UInt8]?
        if let student {
            guard let number = StudentNumber(student) else { return [] }
            hash = try await self.colleges.college(id).pseudonym(of: number).hash
        }
        let wanted = hash
        return try await self.database.transaction(as: Visitor.staff(staff).databaseScope) { tx in
            var person: PersonID?
            if let wanted {
                person = try tx.knownPerson(of: wanted, college: id)
                if person == nil { return [] }
            }
            return try tx.credentials(of: person, achievement: achievement, college: id, limit: Self.limit)
        }
    }
}

/// A credential as lists show it: without its document.
struct FoundCredential: Sendable, Equatable {
    let id: CredentialID
    let person: PersonID
    let campus: CampusID?
    let achievement: AchievementEdition
    let achievementName: String
    let state: CredentialState.State
    let completedOn: String
    let issuedAt: WallTime

    /// As the API answers it.
    var json: JSON {
        .object(omittingNil: [
            "id": self.id.json, "person": self.person.json, "campus": self.campus?.json, "achievement": self.achievement.json,
            "achievementName": self.achievementName.json, "state": self.state.json, "completedOn": self.completedOn.json,
            "issuedAt": self.issuedAt.description.json,
        ])
    }
}
