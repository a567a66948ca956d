import Chassis
import CloudEvents
import Crypto
import Events
import Observability
import Postgres

/// Adds a campus to a college.
struct AddingCampus: Sendable {
    let database: Database
    let colleges: Colleges
    let random: any RandomSource
    let now: @Sendable () -> WallTime

    /// Adds a campus. The same code and name again change nothing; another name for a code is refused.
    func add(_ text: CampusText, by staff: Visitor.Staff) async throws -> (campus: Campus, isNew: Bool) {
        guard staff.campuses.isEmpty else { throw IssuerError.otherCampus }
        let (college, time) = (CollegeID(staff.college), self.now())
        let campus = Campus(id: CampusID(self.random.newID(at: time)), code: text.code, name: text.name)
        _ = try await self.colleges.college(college)
        return try await self.database.transaction(as: Visitor.staff(staff).databaseScope) { tx in
            if try tx.add(campus, to: college, at: time) {
                guard try tx.campuses(of: college).contains(where: { $0.id == campus.id }) else { throw IssuerError.tooManyCampuses }
                return (campus, true)
            }
            guard let known = try tx.campuses(of: college).first(where: { $0.code == text.code }), known.name == text.name else {
                throw IssuerError.codeTaken
            }
            return (known, false)
        }
    }
}
