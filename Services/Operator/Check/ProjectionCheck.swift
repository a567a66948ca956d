import CloudEvents
import Messaging
import Postgres

/// Compares what a projection holds with what the outbox of its writer comes to, a window of subjects at a time.
struct ProjectionCheck: Sendable {
    /// Subjects compared at a time, each with its event.
    static let window = 1_000

    let projection: Projection
    let writer: Database
    let reader: Database

    /// Compares all subjects, and puts what it finds into a report.
    func apply(to report: inout CheckReport) async throws {
        let (projection, topic) = (self.projection, self.projection.topic)
        var subjects = 0
        var after = UUIDValue(high: 0, low: 0)
        while true {
            let start = after
            // The writer is read first: what comes in between makes the reader newer, and the next look finds them alike.
            let written = try await self.writer.transaction {
                try $0.newestEvents(of: projection.noun, topic: topic, after: start, limit: Self.window)
            }
            let isLast = written.count < Self.window
            let window = SubjectWindow(
                after: start, through: isLast ? UUIDValue(high: .max, low: .max) : written[written.count - 1].subject)
            let (held, setAside) = try await self.reader.transaction { transaction in
                (
                    try projection.held(transaction, window),
                    try transaction.setAside(by: projection.consumer, topic: topic, in: window)
                )
            }
            subjects += written.count
            for event in written where !setAside.contains(event.subject) {
                self.compare(try projection.folded(event), held[event.subject], of: event.subject, into: &report)
            }
            for stranger in Set(held.keys).subtracting(written.map(\.subject)).sorted() {
                self.report(.foreign, stranger, "it is held, and no event speaks of it", into: &report)
            }
            if isLast { break }
            after = window.through
        }
        report.counts.append(.init(place: projection.consumer, what: "\(projection.noun) as its events say", number: subjects))
    }

    private func compare(_ wanted: [String]?, _ held: [String]?, of subject: UUIDValue, into report: inout CheckReport) {
        switch (wanted, held) {
        case (nil, nil): break
        case (nil, _?): self.report(.lost, subject, "it is held, though its newest event says that it should not be", into: &report)
        case (_?, nil): self.report(.lost, subject, "it is not held", into: &report)
        case (let wanted?, let held?) where wanted == held: break
        case (let wanted?, let held?):
            let differing = zip(self.projection.fields, zip(wanted, held)).filter { $0.1.0 != $0.1.1 }.map(\.0)
            let isForeign = differing.first == self.projection.fields.first
            let words = "\(differing.joined(separator: ", ")) \(differing.count == 1 ? "is" : "are") not as its newest event says"
            self.report(isForeign ? .foreign : .lost, subject, words, into: &report)
        }
    }

    private func report(_ kind: CheckFinding.Kind, _ subject: UUIDValue, _ words: String, into report: inout CheckReport) {
        let finding = CheckFinding(kind, at: self.projection.consumer, "\(self.projection.noun) \(subject): \(words)")
        report.add(kind, number: 1, findings: [finding])
    }
}
