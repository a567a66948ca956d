import Chassis
import Events
import JSON
import Observability
import Postgres

/// Lets people in by sign-in links, on a stack for trying out: a link is used once, and gives a session.
struct SigningIn: Sendable {
    /// How long a session lasts.
    static let sessionLife = Duration.seconds(12 * 3_600)

    let database: Database
    let colleges: Colleges
    let tickets: TokenVerifier
    let sessions: TokenSigner
    let now: @Sendable () -> WallTime

    /// Reads a link's token without using it.
    func ticket(_ text: String) throws(IssuerError) -> Ticket {
        let claims: JSON
        do throws(TokenError) { claims = try self.tickets.claims(of: text, at: self.now()) } catch { throw .ticketRefused("\(error)") }
        return try Ticket(claims: claims)
    }

    /// Reads a link's token for whoever opens it, without using it. One that was used is refused as it is when it is used again.
    func greet(_ text: String) async throws -> Ticket {
        let ticket = try self.ticket(text)
        if let id = ticket.id, try await self.database.transaction(as: .signIn, { tx in try tx.isUsed(ticket: id) }) {
            throw IssuerError.ticketUsed
        }
        return ticket
    }

    /// Uses a link; gives the session's token and the page to go to. A second use is refused.
    func signIn(by text: String) async throws -> (session: String, target: String) {
        let ticket = try self.ticket(text)
        // Who it is comes first: a link whose learner is not known yet is not used up.
        let visitor = try await self.visitor(of: ticket)
        if let id = ticket.id {
            let now = self.now()
            let isFirst = try await self.database.transaction(as: .signIn) { tx in try tx.use(ticket: id, until: ticket.end, at: now) }
            guard isFirst else { throw IssuerError.ticketUsed }
        }
        return (self.session(of: visitor, called: ticket.name), ticket.target)
    }

    /// Lets somebody in without a link, as a persona of the demo.
    func signIn(as ticket: Ticket) async throws -> (session: String, target: String) {
        (self.session(of: try await self.visitor(of: ticket), called: ticket.name), ticket.target)
    }

    /// A session's token, with the name that the link or the persona has.
    private func session(of visitor: Visitor, called name: String?) -> String {
        var claims = visitor.claims
        if let name { claims[Visitor.nameClaim] = .string(name) }
        return self.sessions.token(claiming: claims, audience: ServiceEnvironment.audience, from: self.now(), for: Self.sessionLife)
    }

    private func visitor(of ticket: Ticket) async throws -> Visitor {
        switch ticket.bearer {
        case .visitor(let visitor): return visitor
        case .learner(let id, let student):
            let hash = try await self.colleges.college(id).pseudonym(of: student).hash
            let person = try await self.database.transaction(as: .signIn(at: id)) { tx in try tx.knownPerson(of: hash, college: id) }
            guard let person else { throw IssuerError.unknownStudent }
            return .learner(college: id.number, person: person.value)
        }
    }
}

extension Scope {
    /// Whoever is about to sign in: used links, and nothing of any college.
    static let signIn = Scope(["cairn.visitor": "sign-in"])

    /// Whoever is about to sign in at a college: also whom a student number points to.
    static func signIn(at college: CollegeID) -> Scope { Scope(["cairn.visitor": "sign-in", "cairn.college": "\(college)"]) }
}
