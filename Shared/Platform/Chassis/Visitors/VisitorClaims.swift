import CloudEvents
public import JSON

extension Visitor {
    /// The most scopes or campuses of one visitor.
    public static let claimLimit = 100

    /// Reads who a token is about. Claims that do not belong to the kind are not looked at; those that do must be right.
    public init(claims: JSON) throws(TokenError) {
        func college() throws(TokenError) -> Int32 {
            guard let number = claims["college"]?.int, let college = Int32(exactly: number), college > 0 else {
                throw .wrongClaim("college")
            }
            return college
        }
        func id(_ name: String) throws(TokenError) -> UUIDValue {
            guard let text = claims[name]?.string, let id = UUIDValue(text) else { throw .wrongClaim(name) }
            return id
        }
        switch claims["visitor"]?.string {
        case "staff":
            self = .staff(Staff(college: try college(), campuses: try Self.campuses(in: claims), scopes: try Self.scopes(in: claims)))
        case "learner": self = .learner(college: try college(), person: try id("person"))
        case "employer": self = .employer(try id("employer"), scopes: try Self.scopes(in: claims))
        case "share-link": self = .shareLink(try id("link"))
        default: throw .wrongClaim("visitor")
        }
    }

    /// The claims that a token about this visitor carries; empty for nobody.
    public var claims: JSONObject {
        var claims = JSONObject()
        if case .anonymous = self { return claims }
        claims["visitor"] = .string(self.kind)
        if let college = self.college { claims["college"] = .number(JSONNumber(college)) }
        switch self {
        case .staff(let staff) where !staff.campuses.isEmpty:
            claims["campuses"] = .array(staff.campuses.sorted().map { .string($0.description) })
        case .learner(_, let person): claims["person"] = .string(person.description)
        case .employer(let employer, _): claims["employer"] = .string(employer.description)
        case .shareLink(let link): claims["link"] = .string(link.description)
        case .anonymous, .staff: break
        }
        if !self.scopes.isEmpty { claims["scope"] = .string(self.scopes.sorted().joined(separator: " ")) }
        return claims
    }

    /// Words between spaces (RFC 9068 §2.2.3); none when the claim is absent.
    private static func scopes(in claims: JSON) throws(TokenError) -> Set<String> {
        guard let claim = claims["scope"] else { return [] }
        guard let text = claim.string else { throw .wrongClaim("scope") }
        let words = text.split(separator: " ")
        guard words.count <= Self.claimLimit else { throw .wrongClaim("scope") }
        return Set(words.map(String.init))
    }

    /// None when the claim is absent, which means the whole college; a list that is there must be right, lest a slip open all campuses.
    private static func campuses(in claims: JSON) throws(TokenError) -> Set<UUIDValue> {
        guard let claim = claims["campuses"] else { return [] }
        guard let list = claim.array, !list.isEmpty, list.count <= Self.claimLimit else { throw .wrongClaim("campuses") }
        var campuses: Set<UUIDValue> = []
        for entry in list {
            guard let text = entry.string, let campus = UUIDValue(text) else { throw .wrongClaim("campuses") }
            campuses.insert(campus)
        }
        return campuses
    }
}
