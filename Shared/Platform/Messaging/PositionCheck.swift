import CloudEvents
import Kafka

/// Whether a reader's position still means what it meant when it was written.
struct PositionCheck: Sendable {
    /// What was found.
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
        let partition = self.term.kafkaPartition(claim.place)
        let marks = try await self.term.admin.watermarks(of: [partition])[partition]
        guard let marks else { return .lost("\(partition) does not exist") }
        if claim.logID != self.term.log.id { return .otherLog(low: marks.low) }
        let repair = "`cairn resend \(claim.topic)` sends it again"
        if claim.nextOffset < marks.low {
            return .lost("\(partition) was cut off before it was read: offsets \(claim.nextOffset) to \(marks.low - 1) are gone; \(repair)")
        }
        if claim.nextOffset > marks.high {
            return .lost("\(partition) ends at offset \(marks.high), but was read up to \(claim.nextOffset): it was made anew; \(repair)")
        }
        guard let known = claim.lastEventID, claim.nextOffset - 1 >= marks.low else { return .good }
        guard let record = try await self.term.admin.record(at: claim.nextOffset - 1, in: partition) else { return .good }
        let found = record.header("ce_id").flatMap { UUIDValue(String(decoding: $0, as: UTF8.self)) }
        if found == known { return .good }
        return .lost(
            "\(partition) holds another event at offset \(claim.nextOffset - 1) than the one that was read: it was made anew; \(repair)")
    }
}
