import CloudEvents
import Events

/// Something that waits to be signed: a row of a file, or an award that somebody has earned by a pathway.
struct WorkItem: Sendable, Equatable {
    /// Where it comes from.
    enum Source: Sendable, Hashable {
        case row(BatchID, line: Int)
        case order(AwardOrderID)
    }

    let source: Source
    /// Counts who has claimed it; the claim ends with the next one.
    let epoch: Int64
    let person: PersonID
    /// The hash of the learner's number; nil when nobody has handed her number in since numbers are kept.
    let studentHash: [UInt8]?
    let campus: CampusID?
    let achievement: AchievementEdition
    let completedOn: String
    /// Sealed: a row's details, or the number of whom an order is for.
    let details: [UInt8]?
    let earnedBy: [CredentialID]
}

/// What became of an item.
struct FinishedItem: Sendable, Equatable {
    /// How it ended.
    enum Ending: Sendable, Equatable {
        case issued(CredentialID)
        /// The learner holds it already.
        case held
        case failed(String)
    }

    let item: WorkItem
    let ending: Ending

    /// The word of the table.
    var state: String {
        switch self.ending {
        case .issued: "issued"
        case .held: "held"
        case .failed: "failed"
        }
    }

    var credential: CredentialID? { if case .issued(let id) = self.ending { id } else { nil } }
    var reason: String? { if case .failed(let sentence) = self.ending { sentence } else { nil } }
}

/// An item with its signed document, and what the issuer's own table keeps of the learner.
struct SignedItem: Sendable {
    let item: WorkItem
    var credential: Credential
    let studentHash: [UInt8]
    /// Her number, sealed for the table of people.
    let number: [UInt8]
    let name: String?
    let email: String?
}

/// Somebody else has claimed an item of the slice meanwhile, or it was closed: nothing of the slice was written.
struct SliceFenced: Error {}
