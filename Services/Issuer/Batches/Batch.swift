import CloudEvents
import Events
import JSON
import Observability

/// Names the kind of a `BatchID`.
enum BatchKind {}
/// The id of a file of completions that was handed in.
typealias BatchID = ID<BatchKind>

/// A file of completions: what was found in it, and how far it is.
struct Batch: Sendable, Equatable {
    /// The most rows of a file below its first line, and the most bytes of one.
    static let rowLimit = 500_000
    static let byteLimit = 2 << 30
    /// The most characters of a file's name.
    static let nameLimit = 200
    /// How many wrong rows an answer shows, and how many a page of them has.
    static let shownFaults = 20
    static let faultPage = 100

    /// What is being done with it.
    enum State: String, Sendable, CaseIterable { case checking, checked, issuing, done, refused }

    let id: BatchID
    let fileName: String?
    let state: State
    /// Why the whole file was refused.
    let reason: String?
    let rows: Int
    let ready: Int
    /// How many rows were ready though the very same was held before, and taken back; and whether those were left out.
    let takenBack: Int
    let leavesTakenBack: Bool
    let held: Int
    let wrong: Int
    let issued: Int
    let failed: Int
    let addedAt: WallTime
    let changedAt: WallTime
    /// When somebody said yes to it; nil before that.
    let confirmedAt: WallTime?

    /// As the API answers it, with the first of its wrong rows.
    func json(faults: [BatchFault]) -> JSON {
        .object(omittingNil: [
            "id": self.id.json, "fileName": self.fileName?.json, "state": self.state.rawValue.json, "reason": self.reason?.json,
            "rows": self.rows.json, "ready": self.ready.json, "takenBack": self.takenBack.json,
            "leavesTakenBack": .bool(self.leavesTakenBack), "held": self.held.json, "wrong": self.wrong.json,
            "issued": self.issued.json, "failed": self.failed.json, "addedAt": self.addedAt.description.json,
            "changedAt": self.changedAt.description.json, "problems": .array(faults.map(\.json)),
        ])
    }
}

/// What a check has counted.
struct BatchCounts: Sendable, Equatable {
    var rows = 0
    var ready = 0
    var takenBack = 0
    var held = 0
    var wrong = 0
}
