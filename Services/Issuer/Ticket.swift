import Chassis
import Events
import JSON
import Observability

/// A way in for one use: who somebody is, signed by whoever runs a stack on this machine.
struct Ticket: Sendable {
    /// The type of its token, which neither bearer tokens nor cookies have.
    static let tokenType = "ticket+jwt"
    /// The longest life of one.
    static let longestLife: Int64 = 86_400
    /// The longest id, name and path.
    static let textLimit = 200

    /// Whom it lets in.
    let bearer: Bearer
    /// How the page greets her.
    let name: String?
    /// Where she goes then: a path of this site.
    let target: String
    /// What tells it from all others; nil for a persona of the demo, which is no token.
    let id: String?
    /// After when it is not taken any more.
    let end: WallTime

    /// Whom a ticket lets in.
    enum Bearer: Sendable, Equatable {
        /// A learner by her student number, which the issuer alone turns into a person.
        case learner(CollegeID, StudentNumber)
        /// Anybody else.
        case visitor(Visitor)

        /// Reads the claims of a token or of a persona.
        init(claims: JSON) throws(IssuerError) {
            guard claims["visitor"] == "learner", claims["person"] == nil else {
                do throws(TokenError) { self = .visitor(try Visitor(claims: claims)) } catch { throw .ticketRefused("\(error)") }
                return
            }
            guard let number = claims["college"]?.int, let college = Int32(exactly: number), college > 0 else {
                throw .ticketRefused("its college is missing")
            }
            guard let student = claims["student"]?.string.flatMap({ StudentNumber($0) }) else {
                throw .ticketRefused("its student number is missing")
            }
            self = .learner(CollegeID(college), student)
        }

        /// The page to begin at.
        var home: String {
            switch self {
            case .learner, .visitor(.learner): "/wallet/"
            case .visitor(.staff): "/issuer/"
            case .visitor(.employer): "/matching/roles"
            case .visitor(.anonymous), .visitor(.shareLink): "/"
            }
        }
    }

    /// Reads the claims of a token that has been verified.
    init(claims: JSON) throws(IssuerError) {
        guard let id = claims["jti"]?.string, (1...Self.textLimit).contains(id.utf8.count), !id.utf8.contains(0) else {
            throw .ticketRefused("it has no id (jti)")
        }
        guard let end = claims["exp"]?.int, let begin = claims["iat"]?.int, end - begin <= Int(Self.longestLife) else {
            throw .ticketRefused("it lives for more than a day")
        }
        let bearer = try Bearer(claims: claims)
        self.init(
            bearer: bearer, name: claims["name"]?.string, target: claims["to"]?.string, id: id,
            end: WallTime(microseconds: Int64(end) * 1_000_000))
    }

    /// A ticket from its parts. A target that is no path of this site counts as none.
    init(bearer: Bearer, name: String?, target: String?, id: String?, end: WallTime) {
        self.bearer = bearer
        self.name = name.map { String($0.prefix(Self.textLimit)) }
        self.target = target.flatMap { Self.isPath($0) ? $0 : nil } ?? bearer.home
        self.id = id
        self.end = end
    }

    /// Whether a text is a path of this site, and no way to another one.
    static func isPath(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.textLimit, bytes.first == UInt8(ascii: "/"), bytes.dropFirst().first != UInt8(ascii: "/") else {
            return false
        }
        return bytes.allSatisfy { (33..<127).contains($0) && $0 != UInt8(ascii: "\\") }
    }
}
