import CloudEvents
import Kafka

/// Whether readers' positions still mean what they meant when they were written.
struct PositionCheck: Sendable {
    /// What was found of one position.
    enum Finding: Equatable {
        /// It does.
        case good
        /// The log is another one; it begins at this offset.
        case otherLog(low: Int64)
        /// Retention took records that were not read. The sentence says which.
        case cutOff(String)
        /// The topic is another one under the same name. The sentence says by what that was seen.
        case madeAnew(String)

        /// Why the position cannot be read from; nil when it can, or when a new log begins elsewhere.
        var loss: String? {
            switch self {
            case .cutOff(let reason), .madeAnew(let reason): reason
            case .good, .otherLog: nil
            }
        }
    }

    let term: ConsumerTerm

    func check(_ claim: InboxClaim) async throws -> Finding {
        try await self.check([claim])[claim.place] ?? .madeAnew("\(claim.place) does not exist")
    }

    /// Checks positions together: two questions to the brokers, however many there are.
    func check(_ claims: [InboxClaim]) async throws -> [InboxPlace: Finding] {
        let marks = try await self.term.admin.watermarks(of: claims.map { self.term.kafkaPartition($0.place) })
        var findings: [InboxPlace: Finding] = [:]
        var anchored: [InboxClaim] = []
        for claim in claims {
            guard let marks = marks[self.term.kafkaPartition(claim.place)] else {
                findings[claim.place] = .madeAnew("\(claim.place) does not exist")
                continue
            }
            findings[claim.place] = self.finding(claim, marks)
            if findings[claim.place] == .good, claim.lastEventID != nil, claim.nextOffset - 1 >= marks.low { anchored.append(claim) }
        }
        let places = anchored.map { (self.term.kafkaPartition($0.place), $0.nextOffset - 1) }
        let anchors = try await self.term.admin.records(at: Dictionary(uniqueKeysWithValues: places))
        for claim in anchored {
            guard let record = anchors[self.term.kafkaPartition(claim.place)] else { continue }  // retention took it meanwhile
            let found = record.header("ce_id").flatMap { UUIDValue(String(decoding: $0, as: UTF8.self)) }
            if found == claim.lastEventID { continue }
            findings[claim.place] = .madeAnew(
                "\(claim.place) holds another event at offset \(claim.nextOffset - 1) than the one that was read: it was made anew; "
                    + Self.repair(claim))
        }
        return findings
    }

    private func finding(_ claim: InboxClaim, _ marks: KafkaWatermarks) -> Finding {
        if claim.logID != self.term.log.id { return .otherLog(low: marks.low) }
        if claim.nextOffset < marks.low {
            return .cutOff(
                "\(claim.place) was cut off before it was read: offsets \(claim.nextOffset) to \(marks.low - 1) are gone; \(Self.repair(claim))"
            )
        }
        if claim.nextOffset > marks.high {
            return .madeAnew(
                "\(claim.place) ends at offset \(marks.high), but was read up to \(claim.nextOffset): it was made anew; \(Self.repair(claim))"
            )
        }
        return .good
    }

    private static func repair(_ claim: InboxClaim) -> String { "`cairn resend \(claim.topic)` sends it again" }
}
