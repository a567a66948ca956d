import CloudEvents
import Events
import JSON
import Observability

/// What a learner wants to let an employer see, for what, and until when.
struct ConsentOrder: Sendable, Hashable, JSONDecodable {
    /// The longest that a consent may stand.
    static let longest = Duration.seconds(366 * 86_400)
    /// The most items that one consent names.
    static let itemLimit = 500

    let employer: EmployerID
    let purpose: ConsentState.Purpose
    let what: [ConsentState.Share]
    let until: WallTime
    /// The items that may be seen; nil means all of them.
    let items: [ItemID]?

    init(employer: EmployerID, purpose: ConsentState.Purpose, what: [ConsentState.Share], until: WallTime, items: [ItemID]? = nil) {
        self.employer = employer
        self.purpose = purpose
        self.what = what
        self.until = until
        self.items = items
    }

    init(from json: JSONView) throws(JSONDecodingError) {
        let body = try JSONReader(json, requiring: "employer", "purpose", "what", "until")
        self.employer = try body.required("employer")
        self.purpose = try body.required("purpose")
        self.what = try body.required("what")
        self.until = try body.moment("until")
        self.items = try body.optional("items")
        if self.what.isEmpty || Set(self.what).count != self.what.count, let member = body.member("what") {
            throw member.mismatch(expected: "at least one kind of thing, each once")
        }
        if let items = self.items, let member = body.member("items") { try member.checkItems(items, limit: Self.itemLimit) }
        try body.finish()
    }
}

extension JSONView {
    /// Refuses no items, too many, and one twice.
    func checkItems(_ items: [ItemID], limit: Int) throws(JSONDecodingError) {
        guard (1...limit).contains(items.count), Set(items).count == items.count else {
            throw self.mismatch(expected: "1 to \(limit) items, each once")
        }
    }
}

extension JSONReader {
    /// Reads a time that must be there.
    func moment(_ name: String) throws(JSONDecodingError) -> WallTime {
        let text: String = try self.required(name)
        if let time = WallTime(rfc3339: text) { return time }
        guard let member = self.member(name) else { preconditionFailure("it was read") }
        throw member.mismatch(expected: "a time with its offset, such as 2027-02-24T23:00:00Z")
    }
}
