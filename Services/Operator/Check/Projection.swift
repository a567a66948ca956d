import CloudEvents
import Postgres

/// A projection that is declared twice: as what its tables hold, and as what its events come to. Both give the same digest of each subject.
struct Projection: Sendable {
    /// The consumer: `wallet.record`.
    let consumer: String
    /// The topic that it reads.
    let topic: String
    /// The service whose outbox has the events of this kind of subject.
    let writer: String
    /// The kind of subject: `credential`.
    let noun: String
    /// What the texts of a digest say, in order. The first is the college.
    let fields: [String]
    /// The digests of the rows whose subjects lie in a window, as a query gives them.
    let held: @Sendable (borrowing Transaction, _ window: SubjectWindow) throws -> [UUIDValue: [String]]
    /// The digest that a subject's newest event comes to; nil when nothing should be held. Events carry their subject's whole state, so this one
    /// is the fold over all of them.
    let folded: @Sendable (NewestEvent) throws -> [String]?

    /// The service whose tables hold it.
    var service: String { String(self.consumer.prefix { $0 != "." }) }
}

/// The subjects behind one and up to another.
struct SubjectWindow: Sendable {
    let after: UUIDValue
    let through: UUIDValue
}

/// The newest event of a subject, as its writer's outbox keeps it.
struct NewestEvent: Sendable {
    let subject: UUIDValue
    let version: Int64
    let college: Int32
    let data: [UInt8]
}
