import CloudEvents
import Kafka
import Observability
import Postgres

/// Reads one claimed partition, slice by slice, until it is taken over or the log is another.
struct PartitionReader: Sendable {
    private let term: ConsumerTerm
    private let application: SliceApplication
    private var claim: InboxClaim

    private var consumer: Consumer { self.term.consumer }

    init(term: ConsumerTerm, claim: InboxClaim) {
        let consumer = term.consumer
        guard let reaction = consumer.reactions.first(where: { $0.topic.name == claim.topic }) else {
            preconditionFailure("claimed a topic that is not read")
        }
        self.term = term
        self.claim = claim
        self.application = SliceApplication(
            consumer: consumer.name, reaction: reaction, failpoints: consumer.failpoints, metrics: consumer.metrics, logger: consumer.logger
        )
    }

    private var partition: KafkaPartition { self.term.kafkaPartition(self.claim.place) }

    func run() async throws {
        var reader = self
        let metadata = ["partition": "\(self.partition)"]
        do {
            try await reader.settle()
            try await reader.read()
        } catch is FencedError {
            self.consumer.metrics.fenced.increment()
            self.consumer.logger.notice("partition was taken over", metadata: metadata)
        } catch is LetGo {
            self.consumer.logger.notice("partition is looked at again", metadata: metadata)
        } catch {
            if !Task.isCancelled {
                self.consumer.logger.warning("partition is let go", metadata: metadata.merging(["error": Self.words(error)]) { $1 })
                self.consumer.logs.lookAgain()
            }
        }
        self.consumer.health.halt(self.part, nil)
        // Refused when the partition was never assigned, or its client is closed: then there is nothing to stop.
        do { try await self.term.kafka.unassign(self.partition) } catch {
            self.consumer.logger.trace("nothing to unassign", metadata: metadata)
        }
        self.term.held.remove(self.claim.place)
    }

    private static func words(_ error: any Error) -> String {
        (error as? KafkaError)?.description ?? SliceApplication.sentence(error)
    }

    /// What the health page calls this partition of this consumer.
    private var part: String { "\(self.consumer.name) \(self.partition)" }

    /// Makes sure that the position means what it meant when it was written, or finds the right one.
    private mutating func settle() async throws {
        if let doubt = self.term.held.takeDoubt(self.claim.place) { try await self.halt(doubt) }
        var finding = try await PositionCheck(term: self.term).check(self.claim)
        if case .otherLog(let low) = finding {
            guard self.consumer.settings.newLog == .rewind else {
                try await self.halt("the log is not the one that was read so far (it is \(self.term.log.id), known is \(self.claim.logID))")
            }
            try await self.rewind(to: low)
            finding = .good
        }
        if let loss = finding.loss { try await self.halt(loss) }
        try await self.note(halt: nil)
        try await self.term.kafka.assign(self.partition, from: self.claim.nextOffset)
        self.term.commit([self.partition: self.claim.nextOffset])
    }

    private mutating func rewind(to low: Int64) async throws {
        let (name, claim, logID) = (self.consumer.name, self.claim, self.term.log.id)
        let rewound = try await self.consumer.database.transaction { try $0.rewindInbox(name, claim, to: low, logID: logID) }
        guard let rewound else { throw FencedError() }
        self.claim = rewound
        self.term.held.add(rewound)
    }

    /// Stops this partition and waits; then it is let go and claimed anew, for somebody may have mended its position.
    private func halt(_ reason: String) async throws -> Never {
        self.consumer.logger.error("partition halted", metadata: ["partition": "\(self.partition)", "reason": reason])
        self.term.held.halt(self.claim.place)
        try await self.note(halt: reason)
        try await Task.sleep(for: self.consumer.settings.checkPosition)
        throw LetGo()
    }

    private func note(halt reason: String?) async throws {
        self.consumer.health.halt(self.part, reason)
        let (name, claim) = (self.consumer.name, self.claim)
        try await self.consumer.database.transaction { try $0.haltInbox(name, claim, reason: reason) }
    }

    private mutating func read() async throws {
        let settings = self.consumer.settings
        var mustCheck = false
        while true {
            let slice = try await self.term.kafka.next(self.partition, limit: settings.slice, gathering: settings.sliceWait)
            if !slice.records.isEmpty {
                // After any trouble the topic may be another under the same name.
                if mustCheck, try await PositionCheck(term: self.term).check(self.claim) != .good { throw LetGo() }
                mustCheck = false
                try await self.requireAll(slice.records)
                try await self.apply(slice.records)
            }
            if let trouble = slice.trouble {
                mustCheck = true
                self.consumer.logs.lookAgain()
                if trouble.isPositionLost || trouble.isFatal { throw trouble }
                self.consumer.logger.debug("partition waits", metadata: ["error": trouble.description])
            }
        }
    }

    /// Nothing here is compacted or transactional: offsets have no gaps. A record that the client skips (a batch whose checksum is wrong) must
    /// not be passed over.
    private func requireAll(_ records: [KafkaMessage]) async throws {
        var expected = self.claim.nextOffset
        for record in records {
            if record.offset != expected {
                guard self.term.held.isMissingAgain(self.claim.place, expected) else { throw LetGo() }
                try await self.halt(
                    "\(self.claim.place) does not give the record at offset \(expected); `cairn resend \(self.claim.topic)` sends it again")
            }
            expected += 1
        }
    }

    /// Applies records until it has worked. Faults of the infrastructure are waited out; what fails for itself is parked.
    private mutating func apply(_ records: [KafkaMessage]) async throws {
        guard let last = records.last else { return }
        let readings = records.map { Reading($0, with: self.application.reaction) }
        let next = last.offset + 1
        let anchor = last.header("ce_id").flatMap { UUIDValue(String(decoding: $0, as: UTF8.self)) }
        var pause = self.consumer.settings.backOff.lowerBound
        var carefully = false
        while true {
            let (application, claim, careful) = (self.application, self.claim, carefully)
            do {
                let began = ContinuousClock.now
                let outcome = try await self.consumer.database.transaction(as: self.consumer.scope(of: readings)) { transaction in
                    try application.apply(readings, at: claim, to: next, last: anchor, carefully: careful, in: transaction)
                }
                self.consumer.metrics.sliceSeconds.observe(ContinuousClock.now - began)
                application.report(outcome)
                break
            } catch  where SliceApplication.isInfrastructure(error) {
                try Task.checkCancellation()
                self.consumer.metrics.faults.increment()
                self.consumer.logger.warning(
                    "slice is tried again", metadata: ["partition": "\(self.partition)", "error": "\(error)"])
                try await Task.sleep(for: pause)
                pause = min(pause * 2, self.consumer.settings.backOff.upperBound)
            } catch is FencedError {
                throw FencedError()
            } catch {
                if Task.isCancelled { throw error }
                let reason = SliceApplication.sentence(error)
                if carefully { try await self.halt("the slice at offset \(claim.nextOffset) cannot be applied: \(reason)") }
                self.consumer.logger.notice(
                    "slice is applied carefully", metadata: ["partition": "\(self.partition)", "error": reason])
                carefully = true
            }
        }
        self.claim.nextOffset = next
        self.claim.lastEventID = anchor
        self.term.held.add(self.claim)
        self.term.commit([self.partition: next])
        self.consumer.health.progressed(self.consumer.name)
    }
}

/// A partition is given up, to be claimed again.
struct LetGo: Error {}
