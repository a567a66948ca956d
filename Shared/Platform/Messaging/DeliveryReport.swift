public import CloudEvents

extension DeliveryCheck {
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

    /// What was compared at one reader of one topic.
    public struct Reader: Sendable, Equatable {
        /// The consumer: `wallet.record`.
        public let consumer: String
        /// The topic.
        public let topic: String
        /// Subjects compared.
        public internal(set) var subjects = 0
        /// Events of theirs in the writers' outboxes.
        public internal(set) var events = 0
        /// Events that wait parked.
        public internal(set) var parked = 0

        init(consumer: String, topic: String) {
            self.consumer = consumer
            self.topic = topic
        }
    }

    /// What a check came to.
    public struct Report: Sendable, Equatable {
        /// What was compared, reader by reader, in the order of the topics.
        public internal(set) var readers: [Reader] = []
        /// How many of each kind there are.
        public internal(set) var counts: [Finding.Kind: Int] = [:]
        /// The first findings, at most `DeliveryCheck.findingsKept`.
        public internal(set) var findings: [Finding] = []

        /// Subjects compared, summed over readers.
        public var subjects: Int { self.readers.reduce(0) { $0 + $1.subjects } }
        /// Events in the outboxes, summed over readers.
        public var events: Int { self.readers.reduce(0) { $0 + $1.events } }
        /// Events that wait parked, summed over readers.
        public var parked: Int { self.readers.reduce(0) { $0 + $1.parked } }
        /// How many events are lost.
        public var lost: Int { self.counts[.lost] ?? 0 }
        /// How many rows are foreign.
        public var foreign: Int { self.counts[.foreign] ?? 0 }

        mutating func add(_ finding: Finding) {
            self.counts[finding.kind, default: 0] += 1
            if self.findings.count < DeliveryCheck.findingsKept { self.findings.append(finding) }
        }

        /// Counts one more subject of the reader in hand.
        mutating func count(events: Int, parked: Int) {
            guard let last = self.readers.indices.last else { return }
            self.readers[last].subjects += 1
            self.readers[last].events += events
            self.readers[last].parked += parked
        }
    }
}
