import Chassis
import CloudEvents
import Crypto
import Events
import Messaging
import Observability
import Postgres

/// Posts an employer's roles, changes and closes them.
struct PostingRole: Sendable {
    let database: Database
    let random: any RandomSource
    let now: @Sendable () -> WallTime

    /// Posts a role. One of a known code says what that role is from now on, and opens it again; gives the role and whether it is new.
    func post(_ text: RoleText, as visitor: Visitor, by employer: EmployerID) async throws -> (role: Role, isNew: Bool) {
        let time = self.now()
        let fresh = Role(id: RoleID(self.random.newID(at: time)), employer: employer, text: text, state: .open, version: 1)
        return try await self.database.transaction(as: visitor.databaseScope) { tx in
            if let code = text.code, let known = try tx.lockedRole(called: code, of: employer) {
                return (try Self.change(known, to: text, at: time, in: tx), false)
            }
            guard try tx.add(fresh, at: time) else {
                // Somebody else was quicker with this code.
                guard let code = text.code, let known = try tx.lockedRole(called: code, of: employer) else {
                    throw MatchingError.unknownRole
                }
                return (try Self.change(known, to: text, at: time, in: tx), false)
            }
            try tx.publish(fresh.event(.posted, at: time))
            return (fresh, true)
        }
    }

    /// Closes a role; closing it again changes nothing.
    func close(_ id: RoleID, as visitor: Visitor) async throws -> Role {
        let time = self.now()
        return try await self.database.transaction(as: visitor.databaseScope) { tx in
            guard let known = try tx.lockedRole(id) else { throw MatchingError.unknownRole }
            if known.state == .closed { return known }
            let closed = Role(id: known.id, employer: known.employer, text: known.text, state: .closed, version: known.version + 1)
            try tx.change(closed, at: time)
            try tx.publish(closed.event(.closed, at: time))
            return closed
        }
    }

    private static func change(_ known: Role, to text: RoleText, at time: WallTime, in tx: borrowing Transaction) throws -> Role {
        if known.text == text, known.state == .open { return known }
        let changed = Role(id: known.id, employer: known.employer, text: text, state: .open, version: known.version + 1)
        try tx.change(changed, at: time)
        try tx.publish(changed.event(.changed, at: time))
        return changed
    }
}
