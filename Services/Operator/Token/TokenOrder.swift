import Chassis
import CloudEvents
import Configuration

/// What a call of `cairn token` asks for: a bearer token, or a link to sign in by.
enum TokenOrder: Equatable {
    case bearer(Visitor)
    case link(SignInTicket)

    /// Whom a token is for.
    enum Kind: String, CaseIterable, Sendable {
        case staff, learner, employer
    }

    /// Whom a link lets in.
    enum Holder: Sendable, Equatable {
        case learner(student: String)
        case staff
        case employer(UUIDValue)

        /// `learner:STUDENT`, `staff` or `employer:UUID`.
        static let format = ValueFormat<Holder>("learner:STUDENT, staff or employer:UUID", placeholder: "WHO") { text in
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            switch (parts.first, parts.count) {
            case ("staff", 1): return .staff
            case ("learner", 2):
                let isNumber = (1...100).contains(parts[1].utf8.count) && parts[1].utf8.allSatisfy { (33...126).contains($0) || $0 == 32 }
                return isNumber ? .learner(student: String(parts[1])) : nil
            case ("employer", 2): return UUIDValue(parts[1]).map { .employer($0) }
            default: return nil
            }
        } write: { holder in
            switch holder {
            case .learner(let student): "learner:\(student)"
            case .staff: "staff"
            case .employer(let id): "employer:\(id)"
            }
        }
    }

    /// The parts that flags give.
    struct Flags {
        var kind: Kind?
        var holder: Holder?
        var college: Int32 = 1
        var scopes: [String]?
        var person: UUIDValue?
        var employer: UUIDValue?
        var target: String?
    }

    /// Puts flags together, or says which lacks or is one too many.
    init(_ flags: Flags) throws(CommandFailure) {
        func refused(_ reason: String) -> CommandFailure { CommandFailure(reason, exitCode: Command.ExitCode.misused.number) }
        let isLearner = flags.kind == .learner || flags.holder?.isLearner == true
        guard (flags.kind == nil) != (flags.holder == nil) else {
            throw refused("say one of --as (a bearer token) and --link (a link to sign in by)")
        }
        if flags.person != nil, flags.kind != .learner { throw refused("--person goes with --as learner alone") }
        if flags.employer != nil, flags.kind != .employer { throw refused("--employer goes with --as employer alone") }
        if flags.scopes != nil, isLearner { throw refused("a learner has no scopes: she sees her own, and all of it") }
        if flags.target != nil, flags.holder == nil { throw refused("--to goes with --link alone") }
        let staff = Visitor.staff(.init(college: flags.college, scopes: flags.scopes.map(Set.init) ?? VisitorScopes.staff))
        func employer(_ id: UUIDValue) -> Visitor { .employer(id, scopes: flags.scopes.map(Set.init) ?? VisitorScopes.employer) }
        switch (flags.kind, flags.holder) {
        case (.staff?, _): self = .bearer(staff)
        case (.learner?, _):
            guard let person = flags.person else {
                throw refused("--as learner needs --person, the id that /wallet/api/v1/me says; --link takes a student number")
            }
            self = .bearer(.learner(college: flags.college, person: person))
        case (.employer?, _):
            guard let id = flags.employer else { throw refused("--as employer needs --employer, its id") }
            self = .bearer(employer(id))
        case (nil, .learner(let student)?):
            self = .link(SignInTicket(bearer: .learner(college: flags.college, student: student), target: flags.target))
        case (nil, .staff?): self = .link(SignInTicket(bearer: .visitor(staff), target: flags.target))
        case (nil, .employer(let id)?): self = .link(SignInTicket(bearer: .visitor(employer(id)), target: flags.target))
        case (nil, nil): preconditionFailure("one of the two was said")
        }
    }
}

extension TokenOrder.Holder {
    fileprivate var isLearner: Bool {
        if case .learner = self { true } else { false }
    }
}
