import CRDKafka
import Synchronization

/// The pages whose reports have not all come. It keeps them alive: librdkafka holds their addresses.
final class OpenPages: Sendable {
    private let pages = Mutex<[ObjectIdentifier: PageDelivery]>([:])

    func add(_ page: PageDelivery) {
        self.pages.withLock { $0[ObjectIdentifier(page)] = page }
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
