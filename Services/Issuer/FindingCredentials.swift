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

    /// The newest credentials of a search that this visitor may see.
    func credentials(_ search: CredentialSearch, by staff: Visitor.Staff) async throws -> [FoundCredential] {
        let id = CollegeID(staff.college)
        return try await self.database.transaction(as: Visitor.staff(staff).databaseScope) { tx in
            try tx.credentials(search, college: id)
        }
    }

    /// The person whom a student number points to; nil for a text that is none, and for a number that nobody has.
    func person(numbered student: String, by staff: Visitor.Staff) async throws -> PersonID? {
        guard let number = StudentNumber(student) else { return nil }
        let id = CollegeID(staff.college)
        let hash = try await self.colleges.college(id).pseudonym(of: number).hash
        return try await self.database.transaction(as: Visitor.staff(staff).databaseScope) { tx in try tx.knownPerson(of: hash, college: id)
        }
    }

    /// What the college knows people by, as far as this visitor may see it.
    func learners(_ people: Set<PersonID>, by staff: Visitor.Staff) async throws -> [PersonID: KnownLearner] {
        if people.isEmpty { return [:] }
        let college = try await self.colleges.college(CollegeID(staff.college))
        let sorted = people.sorted()
        let (names, numbers) = try await self.database.transaction(as: Visitor.staff(staff).databaseScope) { tx in
            (try tx.names(of: sorted, college: college.id), try tx.sealedNumbers(of: sorted, college: college.id))
        }
        var learners = names.mapValues { KnownLearner(name: $0) }
        for (person, hash, sealed) in numbers {
            let bytes = try college.open(sealed, for: College.studentPlace(college.id, hash: hash))
            learners[person, default: KnownLearner()].number = StudentNumber(String(decoding: bytes, as: UTF8.self))
        }
        return learners
    }

    /// The newest credentials that this visitor may see. A student number that is none, or that nobody has, finds nothing.
    func credentials(of student: String?, achievement: String?, by staff: Visitor.Staff) async throws -> [FoundCredential] {
        var search = CredentialSearch(achievement: achievement, limit: Self.limit)
        if let student {
            search.person = try await self.person(numbered: student, by: staff)
            if search.person == nil { return [] }
        }
        return try await self.credentials(search, by: staff)
    }
}

/// Which credentials are looked for: those of a person, of an achievement (by its id or its code), or of both.
struct CredentialSearch: Sendable, Equatable {
    var person: PersonID?
    var achievement: String?
    /// The last one of the page before.
    var after: CredentialID?
    let limit: Int
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
