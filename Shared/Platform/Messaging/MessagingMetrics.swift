public import Kafka
public import Observability

/// What publishing and applying count. One value per process.
public struct MessagingMetrics: Sendable {
    /// What the Kafka clients count.
    public let kafka: KafkaMetrics
    private let registry: MetricsRegistry
    let relayPublished: Counter
    let relayTakeovers: Counter
    let relayFenced: Counter
    let relayFaults: Counter
    let relayRewinds: Counter
    let outboxDeleted: Counter
    let parkedWaiting: Gauge
    let parkedOldest: Gauge

    /// Declares them in a registry.
    public init(_ registry: MetricsRegistry) {
        self.registry = registry
        self.kafka = KafkaMetrics(registry)
        self.relayPublished = registry.counter(
            "cairn_relay_published_total", help: "Events that the log acknowledged, repetitions included.")
        self.relayTakeovers = registry.counter("cairn_relay_takeovers_total", help: "Times that this process took the relay's lease.")
        self.relayFenced = registry.counter("cairn_relay_fenced_total", help: "Writes of the relay's position that found the lease lost.")
        self.relayFaults = registry.counter("cairn_relay_faults_total", help: "Sessions and producers that the relay lost.")
        self.relayRewinds = registry.counter("cairn_relay_rewinds_total", help: "Times that the whole outbox began to go out again.")
        self.parkedWaiting = registry.gauge("cairn_inbox_parked_waiting", help: "Events that wait parked for somebody to act.")
        self.parkedOldest = registry.gauge("cairn_inbox_parked_oldest_seconds", help: "How long the oldest parked event has waited.")
        self.outboxDeleted = registry.counter("cairn_outbox_deleted_total", help: "Superseded events that the outbox no longer keeps.")
    }

    func consumer(_ name: String) -> ConsumerMetrics { ConsumerMetrics(name, self.registry) }
}

/// What one consumer counts.
struct ConsumerMetrics: Sendable {
    let applied: Counter
    let skipped: Counter
    let holes: Counter
    let claims: Counter
    let fenced: Counter
    let faults: Counter
    let sliceSeconds: Histogram
    private let parkedBy: @Sendable (Refusal.Cause) -> Counter

    init(_ name: String, _ registry: MetricsRegistry) {
        let labels: KeyValuePairs = ["consumer": name]
        self.applied = registry.counter("cairn_inbox_applied_total", help: "Events that were new and were applied.", labels: labels)
        self.skipped = registry.counter("cairn_inbox_skipped_total", help: "Events that came again, or too late.", labels: labels)
        self.holes = registry.counter(
            "cairn_inbox_holes_total", help: "Events that were applied though an earlier version had not come; 0 unless a log was lost.",
            labels: labels)
        self.claims = registry.counter("cairn_inbox_claims_total", help: "Partitions that this process took.", labels: labels)
        self.fenced = registry.counter(
            "cairn_inbox_fenced_total", help: "Slices that were given up because the partition had been taken over.", labels: labels)
        self.faults = registry.counter("cairn_inbox_faults_total", help: "Slices that failed and were tried again.", labels: labels)
        self.sliceSeconds = registry.histogram("cairn_inbox_slice_seconds", help: "Transactions that apply a slice.", labels: labels)
        self.parkedBy = { cause in
            registry.counter(
                "cairn_inbox_parked_total", help: "Events set aside, by cause.", labels: ["consumer": name, "cause": cause.rawValue])
        }
    }

    func parked(_ cause: Refusal.Cause) -> Counter { self.parkedBy(cause) }
}
