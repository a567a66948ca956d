import CRDKafka

extension KafkaAdmin {
    /// Partitions and replication factor of topics as the brokers have them, their settings left empty; a topic that does not exist is not in the
    /// answer. Of partitions with unequal numbers of replicas the smallest counts.
    public func describe(
        _ topics: [String], within limit: Duration = KafkaAdmin.callLimit
    ) async throws(KafkaError) -> [String: KafkaTopic] {
        try await self.workers.call { user throws(KafkaError) in
            let deadline = Deadline(limit)
            var found: [String: KafkaTopic] = [:]
            for topic in topics {
                try withMetadata(user, topic: topic, deadline) { metadata throws(KafkaError) in
                    guard metadata.topic_cnt == 1 else { return }
                    let described = metadata.topics[0]
                    switch described.err {
                    case RD_KAFKA_RESP_ERR_NO_ERROR:
                        let partitions = UnsafeBufferPointer(start: described.partitions, count: Int(described.partition_cnt))
                        let replicas = partitions.map(\.replica_cnt).min() ?? 0
                        found[topic] = KafkaTopic(topic, partitions: described.partition_cnt, replicationFactor: replicas)
                    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC: return
                    default: throw KafkaError(described.err, "topic \(topic)")
                    }
                }
            }
            return found
        }
    }

    /// The settings of topics that exist, defaults included, by Kafka's names.
    public func settings(
        ofTopics topics: [String], within limit: Duration = KafkaAdmin.callLimit
    ) async throws(KafkaError) -> [String: [String: String]] {
        if topics.isEmpty { return [:] }
        return try await self.workers.call { user throws(KafkaError) in
            let client = user.client.pointer
            var requests = topics.map { rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, $0) }
            defer { for request in requests { rd_kafka_ConfigResource_destroy(request) } }
            var found: [String: [String: String]] = [:]
            try Self.request(client, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, Deadline(limit)) { options, queue in
                rd_kafka_DescribeConfigs(client, &requests, requests.count, options, queue)
            } read: { event throws(KafkaError) in
                var count = 0
                let resources = rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(event), &count)
                for index in 0..<count {
                    guard let resource = resources?[index] else { continue }
                    let name = rd_kafka_ConfigResource_name(resource).map { String(cString: $0) } ?? ""
                    let outcome = rd_kafka_ConfigResource_error(resource)
                    if outcome != RD_KAFKA_RESP_ERR_NO_ERROR { throw KafkaError(outcome, "the settings of topic \(name)") }
                    found[name] = Self.entries(of: resource)
                }
            }
            return found
        }
    }

    private static func entries(of resource: OpaquePointer) -> [String: String] {
        var count = 0
        let entries = rd_kafka_ConfigResource_configs(resource, &count)
        var settings: [String: String] = [:]
        for index in 0..<count {
            guard let entry = entries?[index], let name = rd_kafka_ConfigEntry_name(entry), let value = rd_kafka_ConfigEntry_value(entry)
            else { continue }
            settings[String(cString: name)] = String(cString: value)
        }
        return settings
    }
}
