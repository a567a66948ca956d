import Chassis
import Configuration
import JSON

/// Whom a sign-in link lets in, and where she goes then.
struct SignInTicket: Sendable, Equatable {
    /// The type of its token, which neither bearer tokens nor cookies have.
    static let tokenType = "ticket+jwt"
    /// How many random bytes its id has.
    static let idBytes = 16
    /// The longest life of a link.
    static let longestLife = Duration.seconds(86_400)

    /// Whom it lets in.
    enum Bearer: Sendable, Equatable {
        /// A learner by her student number: the issuer alone turns it into a person.
        case learner(college: Int32, student: String)
        /// Anybody else.
        case visitor(Visitor)
        /// Whomever a file's claims are about.
        case claims(JSONObject)
    }

    let bearer: Bearer
    /// How the page greets her.
    var name: String?
    /// A path of the site; nil for the page where her kind begins.
    var target: String?

    /// The claims of its token but for its id.
    var claims: JSONObject {
        var claims: JSONObject
        switch self.bearer {
        case .learner(let college, let student):
            claims = ["visitor": "learner", "college": .number(JSONNumber(college)), "student": .string(student)]
        case .visitor(let visitor): claims = visitor.claims
        case .claims(let given): claims = given
        }
        if let name { claims["name"] = .string(name) }
        if let target { claims["to"] = .string(target) }
        return claims
    }
}
