import CloudEvents
import Observability
public import Postgres

/// Compares, at rest, what services have written with what their readers have applied: nothing lost, nothing of another college.
///
/// It reads through logins that may only look, subject by subject in order, and holds one window of subjects in memory.
public struct DeliveryCheck: Sendable {
    /// How many findings are kept in words; the rest is counted.
    public static let findingsKept = 100
    /// Subjects compared at a time.
    static let window = 5_000

    private let topics: [TopicDeclaration]
    private let database: @Sendable (String) -> Database?

    /// A check over these topics. `database` gives a service's login that may look at its schema; a service without one is not looked at.
    public init(topics: [TopicDeclaration], database: @escaping @Sendable (_ service: String) -> Database?) {
        self.topics = topics
        self.database = database
    }

    /// Looks once.
    public func run() async throws -> Report {
        var report = Report()
        for topic in self.topics {
            for reader in topic.readers {
                let service = String(reader.prefix { $0 != "." })
                guard let readerDatabase = self.database(service) else { continue }
                report.readers.append(Reader(consumer: reader, topic: topic.topic.name))
                for writer in topic.writers {
                    guard let writerDatabase = self.database(writer) else { continue }
                    try await self.compare(topic.topic.name, written: writerDatabase, read: readerDatabase, by: reader, into: &report)
                }
                try await self.findStrangers(topic, read: readerDatabase, by: reader, into: &report)
            }
        }
        return report
    }

    /// Looks again and again until nothing is lost, for so long at most: what is on its way is not lost.
    public func run(waitingForQuiescence limit: Duration) async throws -> Report {
        let deadline = ContinuousClock.now + limit
        var report = try await self.run()
        while report.lost > 0, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(100))
            report = try await self.run()
        }
        return report
    }

    private func compare(
        _ topic: String, written writer: Database, read reader: Database, by consumer: String, into report: inout Report
    ) async throws {
        var after = UUIDValue(high: 0, low: 0)
        while true {
            let start = after
            // The reader is looked at after the writer: what was committed in between is ahead at the reader, never behind.
            let written = try await writer.transaction { try $0.writtenSubjects(topic: topic, after: start, limit: Self.window) }
            guard let last = written.last?.subject else { return }
            let read = try await reader.transaction { transaction in
                (
                    applied: try transaction.appliedSubjects(consumer, topic: topic, after: start, through: last),
                    parked: try transaction.parkedSubjects(consumer, topic: topic, after: start, through: last)
                )
            }
            for subject in written {
                let known = read.applied[subject.subject]
                let parked = read.parked[subject.subject] ?? []
                let missing = subject.versions.filter { $0 > known?.version ?? 0 && !parked.contains($0) }
                if let first = missing.first {
                    let detail = "version \(first) and \(missing.count - 1) more were written; applied is \(known?.version ?? 0)"
                    report.add(Finding(kind: .lost, consumer: consumer, topic: topic, subject: subject.subject, detail: detail))
                }
                if let known, !subject.colleges.allSatisfy({ $0 == known.college }) {
                    let detail = "written for college \(subject.colleges), held for college \(known.college)"
                    report.add(Finding(kind: .foreign, consumer: consumer, topic: topic, subject: subject.subject, detail: detail))
                }
                report.count(events: subject.versions.count, parked: parked.count)
            }
            after = last
        }
    }

    /// Rows at a reader that no writer's outbox speaks of. Of every aggregate the newest event is kept for ever, so there can be none.
    private func findStrangers(
        _ topic: TopicDeclaration, read reader: Database, by consumer: String, into report: inout Report
    ) async throws {
        let name = topic.topic.name
        let writers = topic.writers.compactMap { self.database($0) }
        guard writers.count == topic.writers.count else { return }
        var after = UUIDValue(high: 0, low: 0)
        while true {
            let start = after
            let held = try await reader.transaction { try $0.heldSubjects(consumer, topic: name, after: start, limit: Self.window) }
            guard let last = held.last else { return }
            var strangers = Set(held)
            for writer in writers {
                let known = try await writer.transaction { try $0.subjectsInOutbox(held) }
                strangers.subtract(known)
            }
            for subject in strangers.sorted() {
                report.add(
                    Finding(kind: .foreign, consumer: consumer, topic: name, subject: subject, detail: "no event speaks of it"))
            }
            after = last
        }
    }
}
