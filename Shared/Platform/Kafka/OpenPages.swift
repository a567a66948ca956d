import CRDKafka
import Synchronization

/// The pages whose reports have not all come. It keeps them alive: librdkafka holds their addresses.
final class OpenPages: Sendable {
    private let pages = Mutex<[ObjectIdentifier: PageDelivery]>([:])
    private let lookedAt = Mutex(ContinuousClock.now)

    func add(_ page: PageDelivery) {
        self.pages.withLock { $0[ObjectIdentifier(page)] = page }
    }

    /// The pages that have waited so long; none when they were asked for less than that ago.
    func overdue(_ patience: Duration) -> [PageDelivery] {
        let now = ContinuousClock.now
        let isTime = self.lookedAt.withLock { last in
            if now - last < patience { return false }
            last = now
            return true
        }
        return isTime ? self.pages.withLock { Array($0.values) }.filter { $0.begun(before: now - patience) } : []
    }

    func remove(_ page: PageDelivery) {
        _ = self.pages.withLock { $0.removeValue(forKey: ObjectIdentifier(page)) }
    }

    /// Gives up all of them, for one reason.
    func abandon(_ reason: KafkaError) {
        for page in self.pages.withLock({ Array($0.values) }) { page.abandon(reason) }
    }

    /// Lets go of what is left after the client has been destroyed.
    func orphan() {
        let left = self.pages.withLock { pages in
            defer { pages = [:] }
            return Array(pages.values)
        }
        for page in left { page.orphaned() }
    }
}
