public import Events
public import JSON

/// What a pathway takes: achievements, joined by all of, any of, and so many of.
///
/// It says nothing of order in time: the order in which it is written is the order in which people are shown it.
public indirect enum Requirement: Sendable, Hashable {
    /// How deep one may be nested; an achievement alone is one deep.
    public static let depthLimit = 8
    /// How many achievements one may name, counted as often as they stand in it.
    public static let leafLimit = 500

    /// One achievement.
    case achievement(AchievementID)
    /// Every one of these.
    case all([Requirement])
    /// One of these.
    case any([Requirement])
    /// So many of these.
    case some([Requirement], atLeast: Int)

    /// What stands directly below; nothing below an achievement.
    public var parts: [Requirement] {
        switch self {
        case .achievement: []
        case .all(let parts), .any(let parts), .some(let parts, _): parts
        }
    }

    /// How many of the parts it takes.
    public var needed: Int {
        switch self {
        case .achievement: 0
        case .all(let parts): parts.count
        case .any: 1
        case .some(_, let atLeast): atLeast
        }
    }

    /// The achievements that it names, as they stand in it.
    public var leaves: [AchievementID] {
        if case .achievement(let id) = self { [id] } else { self.parts.flatMap(\.leaves) }
    }

    /// The parts that all have to be done, one after another as people are shown them: nested "all of" are one list.
    public var stages: [Requirement] {
        if case .all(let parts) = self { parts.flatMap(\.stages) } else { [self] }
    }
}

extension Requirement: JSONDecodable, JSONEncodable {
    /// Reads an object; what is wrong is named by its pointer.
    ///
    /// An empty list would be met by nobody having done anything, and one that asks for more than it lists by nobody at all: both are refused.
    public init(from json: JSONView) throws(JSONDecodingError) {
        var leaves = 0
        self = try Self.read(json, depth: 1, leaves: &leaves)
    }

    /// The object that it is read from.
    public var json: JSON {
        switch self {
        case .achievement(let id): ["achievement": id.json]
        case .all(let parts): ["all": parts.json]
        case .any(let parts): ["any": parts.json]
        case .some(let parts, let atLeast): ["some": parts.json, "atLeast": atLeast.json]
        }
    }

    private static func read(_ json: JSONView, depth: Int, leaves: inout Int) throws(JSONDecodingError) -> Requirement {
        guard depth <= Self.depthLimit else { throw json.mismatch(expected: "nested at most \(Self.depthLimit) deep") }
        let body = try JSONReader(json)
        let words = ["achievement", "all", "any", "some"].filter { json[$0] != nil }
        guard words.count == 1, let word = words.first, let member = body.member(word) else {
            throw json.mismatch(expected: "an object with one of \"achievement\", \"all\", \"any\" and \"some\"")
        }
        guard word != "achievement" else {
            leaves += 1
            guard leaves <= Self.leafLimit else { throw json.mismatch(expected: "one of at most \(Self.leafLimit) achievements in all") }
            let id: AchievementID = try body.required("achievement")
            try body.finish()
            return .achievement(id)
        }
        let parts = try Self.parts(member, depth: depth, leaves: &leaves)
        let result: Requirement =
            switch word {
            case "all": .all(parts)
            case "any": .any(parts)
            default: .some(parts, atLeast: try Self.count(body, of: parts.count))
            }
        try body.finish()
        return result
    }

    private static func parts(_ list: JSONView, depth: Int, leaves: inout Int) throws(JSONDecodingError) -> [Requirement] {
        guard list.kind == .array, list.count > 0 else { throw list.mismatch(expected: "a list that is not empty") }
        var parts: [Requirement] = []
        for element in list.elements { parts.append(try Self.read(element, depth: depth + 1, leaves: &leaves)) }
        return parts
    }

    private static func count(_ body: JSONReader, of parts: Int) throws(JSONDecodingError) -> Int {
        let count: Int = try body.required("atLeast")
        guard (1...parts).contains(count) else {
            guard let member = body.member("atLeast") else { preconditionFailure("a member that was read is there") }
            throw member.mismatch(expected: "a whole number from 1 to \(parts), of which there are as many in the list")
        }
        return count
    }
}
