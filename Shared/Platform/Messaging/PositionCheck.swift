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
        /// The log is the same, but the position is not in it any more. The sentence says what was lost.
        case lost(String)
    }

    let term: ConsumerTerm

    func check(_ claim: InboxClaim) async throws -> Finding {
        try await self.check([claim])[claim.place] ?? .lost("\(claim.place) does not exist")
    }

    /// Checks positions together: two questions to the brokers, however many there are.
    func check(_ claims: [InboxClaim]) async throws -> [InboxPlace: Finding] {
        let marks = try await self.term.admin.watermarks(of: claims.map { self.term.kafkaPartition($0.place) })
        var findings: [InboxPlace: Finding] = [:]
        var anchored: [InboxClaim] = []
        for claim in claims {
            guard let marks = marks[self.term.kafkaPartition(claim.place)] else {
                findings[claim.place] = .lost("\(claim.place) does not exist")
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
            findings[claim.place] = .lost(
                "\(claim.place) holds another event at offset \(claim.nextOffset - 1) than the one that was read: it was made anew; "
                    + Self.repair(claim))
        }
        return findings
    }

    private func finding(_ claim: InboxClaim, _ marks: KafkaWatermarks) -> Finding {
        if claim.logID != self.term.log.id { return .otherLog(low: marks.low) }
        if claim.nextOffset < marks.low {
            return .lost(
                "\(claim.place) was cut off before it was read: offsets \(claim.nextOffset) to \(marks.low - 1) are gone; \(Self.repair(claim))"
            )
        }
        if claim.nextOffset > marks.high {
            return .lost(
                "\(claim.place) ends at offset \(marks.high), but was read up to \(claim.nextOffset): it was made anew; \(Self.repair(claim))"
            )
        }
        return .good
    }

    private static func repair(_ claim: InboxClaim) -> String { "`cairn resend \(claim.topic)` sends it again" }
}
