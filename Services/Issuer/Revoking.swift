import Chassis
import CloudEvents
import Events
import Messaging
import Observability
import Postgres

/// Takes a credential back, for good or for a while: its state and its bit change in one transaction.
///
/// The suite is told of the credential at once, of the list at once or within a second (`TellingStatusLists`).
struct Revoking: Sendable {
    /// What is done to a credential.
    enum Change: String, Sendable, CaseIterable {
        case revoke, suspend, reinstate

        /// The state that it leads to; nil where it leads nowhere.
        func next(after state: CredentialState.State) -> CredentialState.State? {
            switch (self, state) {
            case (.revoke, .active), (.revoke, .suspended): .revoked
            case (.suspend, .active): .suspended
            case (.reinstate, .suspended): .active
            default: nil
            }
        }

        fileprivate var verb: CredentialState.Verb {
            switch self {
            case .revoke: .revoked
            case .suspend: .suspended
            case .reinstate: .reinstated
            }
        }
    }

    let database: Database
    let colleges: Colleges
    let site: Site
    let now: @Sendable () -> WallTime

    /// Changes a credential that this visitor may change, for a reason that is kept with it.
    func apply(_ change: Change, to id: CredentialID, because reason: String, by staff: Visitor.Staff) async throws -> Credential {
        let college = try await self.colleges.college(CollegeID(staff.college))
        let time = self.now()
        return try await self.database.transaction(as: Visitor.staff(staff).databaseScope) { tx in
            try self.apply(change, to: id, because: reason, for: college, at: time, in: tx)
        }
    }

    /// The same inside a transaction that changes more.
    func apply(
        _ change: Change, to id: CredentialID, because reason: String, for college: College, at time: WallTime,
        in transaction: borrowing Transaction
    ) throws -> Credential {
        guard let before = try transaction.lockedCredential(id) else { throw IssuerError.unknownCredential }
        guard let state = change.next(after: before.state) else { throw IssuerError.wrongState(before.state.rawValue) }
        try transaction.change(id, to: state, because: reason, at: time)
        let list = change == .revoke ? before.place.revocation : before.place.suspension
        let changed = try transaction.setStatus(
            change != .reinstate, of: before.place.entry, in: list, of: college.id, notToldSince: time + (.zero - TellingStatusLists.pace),
            at: time)
        guard let after = try transaction.credential(id) else { throw IssuerError.unknownCredential }
        try transaction.publish(after.event(change.verb, issuer: college.issuer))
        if let changed { try transaction.publish(changed.event(issuer: college.issuer, site: self.site)) }
        return after
    }
}
