import CloudEvents
import JSON
import Observability

extension JSONReader {
    /// Reads a time of RFC 3339 that must be there.
    func time(_ name: String) throws(JSONDecodingError) -> WallTime {
        // The text is asked for first, so that an absent member is named as missing.
        let text: String = try self.required(name)
        guard let time = WallTime(rfc3339: text) else { throw self.noTime(name) }
        return time
    }

    /// Reads a time of RFC 3339 that may be absent or null.
    func optionalTime(_ name: String) throws(JSONDecodingError) -> WallTime? {
        guard let text: String = try self.optional(name) else { return nil }
        guard let time = WallTime(rfc3339: text) else { throw self.noTime(name) }
        return time
    }

    /// Reads a whole number within a range.
    func int(_ name: String, in range: ClosedRange<Int>) throws(JSONDecodingError) -> Int {
        let value: Int = try self.required(name)
        guard range.contains(value) else {
            throw self.mismatch(name, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    private func noTime(_ name: String) -> JSONDecodingError { self.mismatch(name, expected: "a time such as 2026-11-25T02:30:00Z") }

    private func mismatch(_ name: String, expected: String) -> JSONDecodingError {
        guard let member = self.member(name) else { preconditionFailure("a member that was read is there") }
        return member.mismatch(expected: expected)
    }
}

extension WallTime {
    /// The time as a JSON string.
    var json: JSON { .string(self.description) }
}
