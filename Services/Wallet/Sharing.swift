import Chassis
import CloudEvents
import Crypto
import Events
import Observability
import Postgres

/// A learner makes links that show what she holds, and ends them.
struct Sharing: Sendable {
    /// The most links of one learner that open at a time.
    static let linkLimit = 100

    let database: Database
    let random: any RandomSource
    let now: @Sendable () -> WallTime

    /// Makes a link. Its token is given this once, and kept nowhere.
    func share(_ order: ShareOrder, by learner: Learner) async throws -> (link: ShareLink, token: ShareToken) {
        let (token, time) = (ShareToken(from: self.random), self.now())
        try time.checkEnd(order.until, within: ShareOrder.longest)
        let link = ShareLink(
            id: token.link, college: learner.college, person: learner.person, name: order.name, audience: order.audience,
            items: order.items, madeAt: time, until: order.until, endedAt: nil)
        try await self.database.transaction(as: learner.scope) { tx in
            try tx.holdLinks(of: learner)
            guard try tx.count(of: order.items, heldBy: learner) == order.items.count else { throw WalletError.unknownItem }
            guard try tx.openLinks(of: learner, at: time) < Self.linkLimit else { throw WalletError.tooManyLinks }
            try tx.add(link, for: token)
        }
        return (link, token)
    }

    /// Ends a link, from now on. Once more changes nothing.
    func end(_ id: UUIDValue, by learner: Learner) async throws -> ShareLink {
        let time = self.now()
        return try await self.database.transaction(as: learner.scope) { tx in
            guard try tx.link(id) != nil else { throw WalletError.unknownLink }
            try tx.endLink(id, at: time)
            guard let link = try tx.link(id) else { preconditionFailure("nothing deletes links") }
            return link
        }
    }
}
