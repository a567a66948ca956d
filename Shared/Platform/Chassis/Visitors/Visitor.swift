public import CloudEvents
import HTTP
public import Postgres

/// Who asks, and for what she may ask.
public enum Visitor: Sendable, Hashable {
    /// Nobody known.
    case anonymous
    /// Somebody who works at a college.
    case staff(Staff)
    /// A learner, with her pseudonym within the college.
    case learner(college: Int32, person: UUIDValue)
    /// Somebody who looks for people to work with.
    case employer(UUIDValue, scopes: Set<String>)
    /// Whoever was given a link by a learner.
    case shareLink(UUIDValue)

    /// Somebody who works at a college.
    public struct Staff: Sendable, Hashable {
        /// Which college.
        public let college: Int32
        /// The campuses that she works for; empty for the whole college.
        public let campuses: Set<UUIDValue>
        /// What she may do: `credential.issue`.
        public let scopes: Set<String>

        /// Staff from its parts.
        public init(college: Int32, campuses: Set<UUIDValue> = [], scopes: Set<String>) {
            self.college = college
            self.campuses = campuses
            self.scopes = scopes
        }
    }

    /// Who asks what the running task answers; nil where nobody has looked. Only for what every page says: who may see what is asked of the context.
    @TaskLocal static var ofRequest: Visitor?
    /// What she is called, where her session says so. Like the above, only for what every page says.
    @TaskLocal static var nameOfRequest: String?

    /// The claim of a session that holds her name.
    public static let nameClaim = "name"

    /// The word for logs, the database and tokens.
    public var kind: String {
        switch self {
        case .anonymous: "anonymous"
        case .staff: "staff"
        case .learner: "learner"
        case .employer: "employer"
        case .shareLink: "share-link"
        }
    }

    /// The college whose data may be seen; nil for who belongs to none.
    public var college: Int32? {
        switch self {
        case .staff(let staff): staff.college
        case .learner(let college, _): college
        case .anonymous, .employer, .shareLink: nil
        }
    }

    /// What the visitor may do beyond looking at her own.
    public var scopes: Set<String> {
        switch self {
        case .staff(let staff): staff.scopes
        case .employer(_, let scopes): scopes
        case .anonymous, .learner, .shareLink: []
        }
    }

    /// The settings that row-level security reads; nobody sees rows without them.
    public var databaseScope: Scope {
        var settings: [(name: String, value: String)] = [("cairn.visitor", self.kind)]
        if let college = self.college { settings.append(("cairn.college", "\(college)")) }
        switch self {
        case .learner(_, let person): settings.append(("cairn.person", "\(person)"))
        case .employer(let employer, _): settings.append(("cairn.employer", "\(employer)"))
        case .shareLink(let link): settings.append(("cairn.link", "\(link)"))
        case .staff(let staff) where !staff.campuses.isEmpty:
            settings.append(("cairn.campuses", staff.campuses.sorted().map(\.description).joined(separator: " ")))
        case .anonymous, .staff: break
        }
        if !self.scopes.isEmpty { settings.append(("cairn.scopes", self.scopes.sorted().joined(separator: " "))) }
        return Scope(settings)
    }
}

extension Visitor {
    /// Staff, whatever they may do.
    public func staff() throws(Problem) -> Staff {
        guard case .staff(let staff) = self else { throw self.refusal("Only staff of the college can do this.") }
        return staff
    }

    /// Staff who may do something. Others are told to sign in, or that they may not.
    public func staff(with scope: String) throws(Problem) -> Staff {
        let staff = try self.staff()
        guard staff.scopes.contains(scope) else {
            throw Problem(.forbidden, "scope-missing", "Your role does not include \(scope). Ask your registrar for it.")
        }
        return staff
    }

    /// Staff of one college who may do something.
    public func staff(of college: Int32, with scope: String) throws(Problem) -> Staff {
        let staff = try self.staff(with: scope)
        guard staff.college == college else {
            throw Problem(.forbidden, "other-college", "This belongs to another college than the one that you signed in at.")
        }
        return staff
    }

    /// A learner.
    public func learner() throws(Problem) -> (college: Int32, person: UUIDValue) {
        guard case .learner(let college, let person) = self else { throw self.refusal("Only a learner can see this, and only her own.") }
        return (college, person)
    }

    /// An employer who may do something.
    public func employer(with scope: String) throws(Problem) -> UUIDValue {
        guard case .employer(let employer, let scopes) = self else { throw self.refusal("Only an employer can do this.") }
        guard scopes.contains(scope) else { throw Problem(.forbidden, "scope-missing", "Your access does not include \(scope).") }
        return employer
    }

    private func refusal(_ sentence: String) -> Problem {
        if case .anonymous = self { return .signInNeeded }
        return Problem(.forbidden, "other-visitor", sentence)
    }
}

extension Problem {
    /// Nobody is signed in, or no longer.
    static let signInNeeded = Problem(
        .unauthorized, "sign-in-needed", "Sign in first.", headers: [.wwwAuthenticate: "Bearer"])
}
