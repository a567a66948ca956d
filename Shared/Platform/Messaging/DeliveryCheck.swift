public import CloudEvents
import Observability
public import Postgres

/// Compares, at rest, what services have written with what their readers have applied: nothing lost, nothing of another college.
///
/// It reads through logins that may only look, subject by subject in order, and holds one window of subjects in memory.
public struct DeliveryCheck: Sendable {
    /// One thing that is wrong.
    public struct Finding: Sendable, Equatable, CustomStringConvertible {
        /// What kind of wrong it is.
        public enum Kind: String, Sendable {
            /// An event that was committed is neither applied nor parked at a reader.
            case lost
            /// A reader holds a row of another college than its event, or one that no event speaks of.
            case foreign
        }

        /// What kind of wrong it is.
        public let kind: Kind
        /// The reader at which it was found.
        public let consumer: String
        /// The topic.
        public let topic: String
        /// The aggregate.
        public let subject: UUIDValue
        /// What was found, in words.
        public let detail: String

        /// One line.
        public var description: String { "\(self.kind.rawValue): \(self.consumer), \(self.topic), \(self.subject): \(self.detail)" }
    }

    /// What a check came to.
    public struct Report: Sendable, Equatable {
        /// Subjects compared, summed over readers.
        public internal(set) var subjects = 0
        /// Events in the outboxes, summed over readers.
        public internal(set) var events = 0
        /// Events that wait parked, summed over readers.
        public internal(set) var parked = 0
        /// How many of each kind there are.
        public internal(set) var counts: [Finding.Kind: Int] = [:]
        /// The first findings, at most `DeliveryCheck.findingsKept`.
        public internal(set) var findings: [Finding] = []

        /// How many events are lost.
        public var lost: Int { self.counts[.lost] ?? 0 }
        /// How many rows are foreign.
        public var foreign: Int { self.counts[.foreign] ?? 0 }

        mutating func add(_ finding: Finding) {
            self.counts[finding.kind, default: 0] += 1
            if self.findings.count < DeliveryCheck.findingsKept { self.findings.append(finding) }
        }
    }

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
                report.events += subject.versions.count
                report.parked += parked.count
            }
            report.subjects += written.count
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
