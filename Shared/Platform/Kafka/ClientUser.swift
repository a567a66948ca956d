import CRDKafka
import Threads

/// A thread's right to call a client. While it lives, the client is not destroyed.
final class ClientUser {
    let client: ClientHandle
    private let users: UserCount

    init(_ client: ClientHandle, _ users: UserCount) {
        self.client = client
        self.users = users
    }

    deinit {
        self.users.leave()
    }
}

extension Workers where Handle == ClientUser {
    /// Runs calls that block on one of the client's own threads.
    func call<Result: Sendable>(
        _ body: @escaping @Sendable (ClientHandle) throws(KafkaError) -> Result
    ) async throws(KafkaError) -> Result {
        let result: Swift.Result<Result, KafkaError>
        do throws(WorkersError) {
            result = try await self.run { user in
                do throws(KafkaError) { return .success(try body(user.client)) } catch { return .failure(error) }
            }
        } catch {
            switch error {
            case .stopped: throw KafkaError(.closed, "the client has been closed")
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
