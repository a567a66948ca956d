import Chassis
import Crypto
import Events
import Messaging
import Observability
import Postgres

/// A learner lets an employer see something, and takes that back: her consent and the event that tells of it are one transaction.
struct Consenting: Sendable {
    let database: Database
    let random: any RandomSource
    let now: @Sendable () -> WallTime

    /// Grants a consent, and says whether it is new. The same once more gives the one that stands; another for the same employer and purpose
    /// is refused: what is agreed is taken back first, so that nobody widens it by a slip.
    func grant(_ order: ConsentOrder, by learner: Learner) async throws -> (consent: Consent, isNew: Bool) {
        let time = self.now()
        try time.checkEnd(order.until, within: ConsentOrder.longest)
        let consent = Consent(
            id: ConsentID(self.random.newID(at: time)), college: learner.college, person: learner.person, employer: order.employer,
            purpose: order.purpose, what: order.what, items: order.items, state: .granted, until: order.until, grantedAt: time,
            changedAt: time, version: 1)
        do {
            return try await self.database.transaction(as: learner.scope) { tx in
                if let items = order.items, try tx.count(of: items, heldBy: learner) != items.count { throw WalletError.unknownItem }
                if let standing = try tx.standingConsent(for: order.employer, order.purpose, of: learner) {
                    if standing.stands(at: time) {
                        guard order == ConsentOrder(standing) else { throw WalletError.alreadyGranted }
                        return (standing, false)
                    }
                    if let ended = try tx.end(standing.id, as: .expired, at: time) { try tx.publish(ended.event) }
                }
                try tx.add(consent)
                try tx.publish(consent.event)
                return (consent, true)
            }
        } catch let error as PostgresError where error.isUniqueViolation && error.refusal?.constraint == "consent_standing" {
            throw WalletError.alreadyGranted
        }
    }

    /// Takes a consent back, from now on. Once more changes nothing.
    func withdraw(_ id: ConsentID, by learner: Learner) async throws -> Consent {
        let time = self.now()
        return try await self.database.transaction(as: learner.scope) { tx in
            guard let consent = try tx.lockedConsent(id) else { throw WalletError.unknownConsent }
            switch consent.state {
            case .withdrawn: return consent
            case .expired: throw WalletError.consentOver
            case .granted:
                let state: ConsentState.State = consent.stands(at: time) ? .withdrawn : .expired
                guard let ended = try tx.end(id, as: state, at: time) else { preconditionFailure("it is locked, and stands") }
                try tx.publish(ended.event)
                return ended
            }
        }
    }
}

extension ConsentOrder {
    /// What would have to be asked to get this consent.
    fileprivate init(_ consent: Consent) {
        self.init(
            employer: consent.employer, purpose: consent.purpose, what: consent.what, until: consent.until, items: consent.items)
    }
}
