public import Observability

/// What a `Database` tells of itself, under its name as the label `database`.
public struct DatabaseMetrics: Sendable {
    /// Transactions that wait for a thread.
    let waiting: Gauge
    /// Threads that run a transaction.
    let inUse: Gauge
    /// How long transactions take, from the thread's taking them up.
    let seconds: Histogram
    /// How long they waited before.
    let waitSeconds: Histogram
    /// Connections that broke.
    let losses: Counter
    /// Connections that could not be made.
    let failures: Counter

    /// The instruments of one database.
    public init(_ registry: MetricsRegistry, database: String) {
        self.waiting = registry.gauge(
            "cairn_postgres_waiting", help: "Transactions that wait for a session.", labels: ["database": database])
        self.inUse = registry.gauge(
            "cairn_postgres_in_use", help: "Sessions that run a transaction.", labels: ["database": database])
        self.seconds = registry.histogram(
            "cairn_postgres_transaction_seconds", help: "How long transactions take.", labels: ["database": database])
        self.waitSeconds = registry.histogram(
            "cairn_postgres_wait_seconds", help: "How long transactions wait for a session.", labels: ["database": database])
        self.losses = registry.counter(
            "cairn_postgres_connections_lost_total", help: "Connections that broke.", labels: ["database": database])
        self.failures = registry.counter(
            "cairn_postgres_connections_failed_total", help: "Connections that could not be made.", labels: ["database": database])
    }
}
