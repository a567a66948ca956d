import CloudEvents
import Events
import JSON
import Observability

/// A link by which a learner shows items to whoever has it.
struct ShareLink: Sendable, Hashable {
    let id: UUIDValue
    let college: CollegeID
    let person: PersonID
    /// The name that she put on it; nobody has checked it.
    let name: String?
    /// For whom she made it, in her words.
    let audience: String?
    let items: [ItemID]
    let madeAt: WallTime
    let until: WallTime
    /// When she took it back.
    let endedAt: WallTime?

    /// Whether it opens at a moment.
    func opens(at time: WallTime) -> Bool { self.endedAt == nil && time < self.until }

    /// As the API answers it. The address is known only when it is made.
    func json(at time: WallTime, url: String? = nil, token: String? = nil) -> JSON {
        .object(omittingNil: [
            "id": .string(self.id.description), "url": url?.json, "token": token?.json, "items": self.items.json, "name": self.name?.json,
            "for": self.audience?.json, "madeAt": self.madeAt.description.json, "until": self.until.description.json,
            "endedAt": self.endedAt?.description.json, "opens": .bool(self.opens(at: time)),
        ])
    }
}

/// What a learner wants a link to show, and until when.
struct ShareOrder: Sendable, Hashable, JSONDecodable {
    /// The longest that a link may last.
    static let longest = Duration.seconds(366 * 86_400)
    /// The most items of one link.
    static let itemLimit = 50
    /// The most bytes of a name, and of for whom it is.
    static let textLimit = 400

    let items: [ItemID]
    let until: WallTime
    let name: String?
    let audience: String?

    init(items: [ItemID], until: WallTime, name: String?, audience: String?) {
        self.items = items
        self.until = until
        self.name = name
        self.audience = audience
    }

    init(from json: JSONView) throws(JSONDecodingError) {
        let body = try JSONReader(json, requiring: "items", "until")
        self.items = try body.required("items")
        self.until = try body.moment("until")
        self.name = try body.line("name", limit: Self.textLimit)
        self.audience = try body.line("for", limit: Self.textLimit)
        if let member = body.member("items") { try member.checkItems(self.items, limit: Self.itemLimit) }
        try body.finish()
    }
}

extension JSONReader {
    /// Reads a text of one line that may be absent; control characters, of which PostgreSQL takes NUL in no text, are refused.
    fileprivate func line(_ name: String, limit: Int) throws(JSONDecodingError) -> String? {
        guard let member = self.member(name), !member.isNull else { return nil }
        guard let text = member.string, ShareOrder.isLine(text) else {
            throw member.mismatch(expected: "a line of 1 to \(limit) bytes without control characters")
        }
        return text
    }
}

extension ShareOrder {
    /// Whether a text may stand on a share page: one line, not empty, not too long.
    static func isLine(_ text: String) -> Bool {
        (1...Self.textLimit).contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= 32 && $0 != 127 }
    }
}
