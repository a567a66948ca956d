import Chassis
import Events
import JSON

/// What an edition says. It never changes.
struct AchievementText: Sendable, Equatable, JSONDecodable {
    /// The most alignments of one edition.
    static let alignmentLimit = 50

    /// What the college's own people call the achievement by; it stays the same in all editions.
    let code: String?
    let campus: CreatorCampus?
    let kind: AchievementKind
    let name: String
    let description: String
    let criteria: String
    let alignments: [Alignment]

    init(
        code: String?, campus: CreatorCampus?, kind: AchievementKind, name: String, description: String, criteria: String,
        alignments: [Alignment]
    ) {
        self.code = code
        self.campus = campus
        self.kind = kind
        self.name = name
        self.description = description
        self.criteria = criteria
        self.alignments = alignments
    }

    init(from json: JSONView) throws(JSONDecodingError) {
        let body = try JSONReader(json, requiring: "name", "description", "criteria")
        self.code = try body.code(optional: "code")
        self.campus = try body.optional("campus")
        self.kind = try body.optional("kind") ?? .microCredential
        self.name = try body.filled("name", limit: 200)
        self.description = try body.filled("description", limit: 5_000)
        self.criteria = try body.filled("criteria", limit: 10_000)
        self.alignments = try body.optional("alignments") ?? []
        if let member = body.member("alignments"), self.alignments.count > Self.alignmentLimit {
            throw member.mismatch(expected: "at most \(Self.alignmentLimit) alignments")
        }
        try body.finish()
    }

    /// The skills that it shows: its alignments that name a framework and a code.
    var skills: [SkillReference] {
        self.alignments.compactMap { alignment in
            guard let framework = alignment.framework, let code = alignment.code else { return nil }
            return SkillReference(framework: framework, code: code, level: alignment.level)
        }
    }
}

/// The campus that made an achievement.
struct CreatorCampus: Sendable, Equatable, JSONDecodable, JSONEncodable {
    let id: CampusID
    let name: String

    init(id: CampusID, name: String) {
        self.id = id
        self.name = name
    }

    init(from json: JSONView) throws(JSONDecodingError) {
        let body = try JSONReader(json, requiring: "id", "name")
        self.id = try body.required("id")
        self.name = try body.filled("name", limit: 200)
        try body.finish()
    }

    var json: JSON { ["id": self.id.json, "name": self.name.json] }
}

/// A skill or standard that an achievement proves.
struct Alignment: Sendable, Equatable, JSONDecodable, JSONEncodable {
    let name: String
    let url: String
    let framework: String?
    let code: String?
    let level: String?

    init(from json: JSONView) throws(JSONDecodingError) {
        let body = try JSONReader(json, requiring: "name", "url")
        self.name = try body.filled("name", limit: 200)
        self.url = try body.filled("url", limit: 2_000)
        self.framework = try body.optionallyFilled("framework", limit: 200)
        self.code = try body.optionallyFilled("code", limit: 200)
        self.level = try body.optionallyFilled("level", limit: 200)
        if !Self.isAddress(self.url), let member = body.member("url") {
            throw member.mismatch(expected: "an address that begins with https:// and holds no blank")
        }
        try body.finish()
    }

    var json: JSON {
        .object(omittingNil: [
            "name": self.name.json, "url": self.url.json, "framework": self.framework?.json, "code": self.code?.json,
            "level": self.level?.json,
        ])
    }

    /// A scheme, a host, and no character that RFC 3986 keeps out of a URI.
    static func isAddress(_ text: String) -> Bool {
        guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return false }
        let rest = text.utf8.dropFirst(scheme.utf8.count)
        return rest.first.map { !"/?#".utf8.contains($0) } == true
            && rest.allSatisfy { $0 > 32 && $0 < 127 && !"<>\"{}|\\^`".utf8.contains($0) }
    }
}
