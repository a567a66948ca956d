import CloudEvents
import Credentials
import Crypto
import Events
import JSON

/// Signs the items of one college, apart from any transaction.
struct SigningSlice: Sendable {
    let places: StatusPlaces
    let signing: SigningCredential

    /// The items that could be signed, and those that never can be, with why.
    func sign(
        _ items: [WorkItem], for college: College, achievements: [AchievementEdition: Achievement]
    ) async throws -> (signed: [SignedItem], failed: [FinishedItem]) {
        var signed: [SignedItem] = []
        var failed: [FinishedItem] = []
        for item in items {
            guard let achievement = achievements[item.achievement], achievement.state == .published else {
                failed.append(FinishedItem(item: item, ending: .failed("This achievement is awarded no more")))
                continue
            }
            guard let hash = item.studentHash, let details = try Self.details(of: item, college, hash),
                let student = StudentNumber(details.student)
            else {
                failed.append(FinishedItem(item: item, ending: .failed("The learner's number is not known here")))
                continue
            }
            var award = Award(student: student, person: item.person, campus: item.campus, completedOn: item.completedOn)
            (award.result, award.evidence, award.earnedBy) = (details.result, details.evidence, item.earnedBy)
            do {
                let credential = try self.signing.sign(award, of: achievement, for: college, at: try await self.places.next(for: college))
                let number = try college.seal(
                    Array(student.text.utf8), for: College.studentPlace(college.id, hash: hash), random: self.signing.random)
                signed.append(
                    SignedItem(
                        item: item, credential: credential, studentHash: hash, number: number, name: details.name, email: details.email))
            } catch IssuerError.malformedDocument {
                failed.append(FinishedItem(item: item, ending: .failed("What would be signed breaks the standard")))
            }
        }
        return (signed, failed)
    }

    private static func details(of item: WorkItem, _ college: College, _ hash: [UInt8]) throws -> AwardDetails? {
        guard let sealed = item.details else { return nil }
        switch item.source {
        case .row(let batch, let line):
            let bytes = try college.open(sealed, for: College.detailsPlace(college.id, batch, line: line))
            return try JSONDocument(parsing: bytes).decode(AwardDetails.self)
        case .order:
            let bytes = try college.open(sealed, for: College.studentPlace(college.id, hash: hash))
            return AwardDetails(student: String(decoding: bytes, as: UTF8.self))
        }
    }
}
