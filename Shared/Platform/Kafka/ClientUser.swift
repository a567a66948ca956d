import CRDKafka
import Threads

/// A thread's right to call a client. While it lives, the client is not destroyed.
final class ClientUser {
    let client: ClientHandle
    private let users: UserCount
    private var topics: [String: OpaquePointer] = [:]

    init(_ client: ClientHandle, _ users: UserCount) {
        self.client = client
        self.users = users
    }

    deinit {
        for topic in self.topics.values { rd_kafka_topic_destroy(topic) }
        self.users.leave()
    }

    /// A topic's handle, kept for the next call: a new one would first have to learn who leads the topic, which may take a second.
    func topic(_ name: String) throws(KafkaError) -> OpaquePointer {
        if let known = self.topics[name] { return known }
        guard let handle = rd_kafka_topic_new(self.client.pointer, name, nil) else {
            throw KafkaError(.unknownTopic, "\"\(name)\" cannot be a topic's name")
        }
        self.topics[name] = handle
        return handle
    }
}

extension Workers where Handle == ClientUser {
    /// Runs calls that block on one of the client's own threads.
    func call<Result: Sendable>(
        _ body: @escaping @Sendable (ClientUser) throws(KafkaError) -> Result
    ) async throws(KafkaError) -> Result {
        let result: Swift.Result<Result, KafkaError>
        do throws(WorkersError) {
            result = try await self.run { user in
                do throws(KafkaError) { return .success(try body(user)) } catch { return .failure(error) }
            }
        } catch {
            switch error {
            case .stopped: throw KafkaError(.closed, "the client has been closed")
            case .cancelled: throw KafkaError(.cancelled, "the task was cancelled")
            case .full(let limit): throw KafkaError(.queueFull, "\(limit) calls wait already")
            }
        }
        return try result.get()
    }
}

/// Lends a list of partitions to C; what the body finds wrong is thrown.
func withPartitionList<Result>(
    _ offsets: [KafkaPartition: Int64], _ body: (UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) throws(KafkaError) -> Result
) throws(KafkaError) -> Result {
    guard let list = rd_kafka_topic_partition_list_new(Int32(offsets.count)) else { preconditionFailure("no memory for a list") }
    defer { rd_kafka_topic_partition_list_destroy(list) }
    for (partition, offset) in offsets {
        rd_kafka_topic_partition_list_add(list, partition.topic, partition.number).pointee.offset = offset
    }
    return try body(list)
}
