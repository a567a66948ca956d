import Kafka
import Observability
import Synchronization

/// What a process reads a log by, and asks it by: one client of librdkafka's for both.
///
/// A client costs threads, connections, timers that wake it each second, and fetches that go out though nothing is there; so consumers of a process
/// that read different topics share one.
struct LogClients: Sendable {
    let log: LogLocation
    let reader: KafkaConsumer
    let admin: KafkaAdmin
    fileprivate let id: Int
}

/// Lends the clients of a log to those in this process that use it, and closes them when the last one has given them back.
final class LogClientPool: Sendable {
    private struct Lent {
        let clients: LogClients
        var users: Int
        var topics: Set<String>
    }

    private struct State {
        var lent: [Int: Lent] = [:]
        var number = 0
    }

    private let group: String
    private let metrics: MessagingMetrics
    private let logger: Logger
    private let state = Mutex(State())

    /// `group` is what the brokers call the reading client; offsets are committed under each consumer's own name.
    init(group: String, metrics: MessagingMetrics, logger: Logger) {
        self.group = group
        self.metrics = metrics
        self.logger = logger
    }

    /// Clients of a log for somebody who reads these topics, which nobody else reads through the same client; to be given back.
    func clients(of log: LogLocation, reading topics: Set<String> = []) throws(KafkaError) -> LogClients {
        try self.state.withLock { state throws(KafkaError) in
            for (number, lent) in state.lent
            where lent.clients.log.id == log.id && lent.clients.reader.isUsable && lent.topics.isDisjoint(with: topics) {
                state.lent[number]?.users += 1
                state.lent[number]?.topics.formUnion(topics)
                return lent.clients
            }
            state.number += 1
            let clients = try self.make(log, number: state.number)
            state.lent[state.number] = Lent(clients: clients, users: 1, topics: topics)
            return clients
        }
    }

    /// Takes clients back from somebody who read these topics. Returns when their partitions are read no more; the last one waits for the end of
    /// the clients.
    func giveBack(_ clients: LogClients, reading topics: Set<String> = []) async {
        if !topics.isEmpty { await clients.reader.unassignAll(of: topics) }
        let isLast = self.state.withLock { state in
            guard var lent = state.lent[clients.id] else { return false }
            lent.users -= 1
            lent.topics.subtract(topics)
            state.lent[clients.id] = lent.users == 0 ? nil : lent
            return lent.users == 0
        }
        guard isLast else { return }
        await clients.admin.close()
        await clients.reader.close()
    }

    private func make(_ log: LogLocation, number: Int) throws(KafkaError) -> LogClients {
        var configuration = log.configuration
        if log.isEmbedded { configuration.settings.merge(EmbeddedBroker.clientSettings) { own, _ in own } }
        let reader = try KafkaConsumer(configuration, group: self.group, logger: self.logger, metrics: self.metrics.kafka)
        let admin = KafkaAdmin(through: reader, log.configuration, logger: self.logger, metrics: self.metrics.kafka)
        return LogClients(log: log, reader: reader, admin: admin, id: number)
    }
}
