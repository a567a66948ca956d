public import Observability

/// What this module counts. One value per process: clients that come and go share it.
public struct KafkaMetrics: Sendable {
    private let registry: MetricsRegistry
    /// Errors that concern a client as a whole.
    let clientErrors: Counter
    /// Offset commits, made for the tools only, that failed.
    let commitFailures: Counter

    /// Declares them in a registry.
    public init(_ registry: MetricsRegistry) {
        self.registry = registry
        self.clientErrors = registry.counter(
            "cairn_kafka_client_errors_total", help: "Errors that librdkafka reported for a client as a whole.")
        self.commitFailures = registry.counter(
            "cairn_kafka_commit_failures_total", help: "Offset commits, made for Kafka's own tools only, that failed.")
    }

    /// Records handed to librdkafka.
    func produced(_ topic: String) -> Counter {
        self.registry.counter("cairn_kafka_produced_total", help: "Records handed to librdkafka.", labels: ["topic": topic])
    }

    /// Records that the brokers acknowledged.
    var delivered: Counter {
        self.registry.counter("cairn_kafka_delivered_total", help: "Records that the brokers acknowledged.")
    }

    /// Records that were given up: refused, purged, or lost with their client. They are sent again by whoever sent them.
    var failed: Counter {
        self.registry.counter("cairn_kafka_failed_total", help: "Records that were refused or given up; their sender sends them again.")
    }

    /// Records given to readers.
    func consumed(_ topic: String) -> Counter {
        self.registry.counter("cairn_kafka_consumed_total", help: "Records given to readers.", labels: ["topic": topic])
    }

    /// How many records a partition holds that its reader has not been given.
    func lag(_ partition: KafkaPartition) -> Gauge {
        self.registry.gauge(
            "cairn_kafka_consumer_lag_records", help: "Records in a partition that its reader has not been given.",
            labels: ["topic": partition.topic, "partition": String(partition.number)])
    }

    /// Whether a kind of client (`producer`, `consumer`, `admin`) reaches any broker.
    func brokersUp(_ client: String) -> Gauge {
        self.registry.gauge(
            "cairn_kafka_brokers_up", help: "1 while the client reaches a broker, 0 while all of them are away.", labels: ["client": client]
        )
    }
}
