public import CloudEvents
import Observability
public import Postgres

extension UUIDValue: SQLUUID {
    /// The sixteen bytes as one number.
    public var uuid: UInt128 { UInt128(self.high) << 64 | UInt128(self.low) }

    /// Sixteen bytes that are one number.
    public init(uuid: UInt128) {
        self.init(high: UInt64(truncatingIfNeeded: uuid >> 64), low: UInt64(truncatingIfNeeded: uuid))
    }
}

extension Rows {
    /// The one value of a statement that always gives one row of one column.
    func one<each Column: PostgresDecodable>(
        _ type: (repeat each Column).Type = (repeat each Column).self
    ) throws(PostgresError) -> (repeat each Column) {
        guard let row = self.first else { preconditionFailure("the statement always gives a row") }
        return try row.decode(type)
    }
}

extension Row {
    func outboxRow() throws(PostgresError) -> (row: OutboxRow, found: Int) {
        let (seq, eventID, topic, key, type, subject, version, college, time, traceparent, data, found) = try self.decode(
            (Int64, UUIDValue, String, String, String, UUIDValue, Int64, Int32, WallTime, String?, [UInt8], Int).self)
        let row = OutboxRow(
            seq: seq, eventID: eventID, topic: topic, key: key, type: type, subject: subject, version: version, college: college,
            time: time,
            traceparent: traceparent, data: data)
        return (row, found)
    }

    func relayLease() throws(PostgresError) -> RelayLease {
        let (epoch, logID, done, upto, seq, identifier, timeline) = try self.decode(
            (Int64, String?, String, String?, Int64, Int64?, Int32?).self)
        return RelayLease(
            epoch: epoch, logID: logID, done: done, upto: upto, seq: seq, systemIdentifier: identifier, timeline: timeline.map { Int($0) })
    }
}

extension Duration {
    /// As `make_interval(secs => ...)` takes it.
    var seconds: Double {
        let (seconds, attoseconds) = self.components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}

extension Reading {
    /// The college of an event. A record that was refused opens no college's rows.
    var college: Int32? {
        if case .event(let arrival, _) = self { arrival.envelope.college } else { nil }
    }
}
