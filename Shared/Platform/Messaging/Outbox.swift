public import CloudEvents
import Observability
public import Postgres

extension Transaction {
    /// Publishes what happened, together with what this transaction changes: both become visible, or neither.
    ///
    /// The writer has locked the aggregate's row and counted its version up in this transaction, so that two writers cannot claim one version;
    /// if they do, the second fails here. Events of one subject are in order. Rows go 500 at a time,
    /// by key.
    public borrowing func publish<E: Event>(_ events: [E]) throws {
        let trace = TraceContext.current?.description
        var start = 0
        while start < events.count {
            let end = min(start + outboxRows, events.count)
            try self.insert(events[start..<end], trace: trace)
            start = end
        }
        if !events.isEmpty { self.ringOnCommit() }
    }

    /// Publishes one event.
    public borrowing func publish(_ event: some Event) throws {
        try self.publish([event])
    }

    private borrowing func insert<E: Event>(_ events: ArraySlice<E>, trace: String?) throws {
        try self.execute(
            """
            INSERT INTO outbox (topic, key, type, subject, version, college, time, traceparent, data)
            SELECT \(E.topic.name), key, type, subject, version, college, time, \(trace), data
            FROM unnest(\(events.map(\.key.description))::text[], \(events.map(\.type.description))::text[], \(events.map(\.subject))::uuid[],
                \(events.map(\.version))::bigint[], \(events.map(\.college))::int[], \(events.map(\.time))::timestamptz[],
                \(events.map { $0.data() })::bytea[]) WITH ORDINALITY AS event (key, type, subject, version, college, time, data, place)
            ORDER BY key, place
            """)
    }

    /// Declares the topics that this service may write to. Part of a migration.
    public borrowing func declare(topics: [Topic]) throws {
        try self.execute("INSERT INTO topic (name) SELECT unnest(\(topics.map(\.name))::text[]) ON CONFLICT DO NOTHING")
    }
}

/// Rows that one INSERT takes.
private let outboxRows = 500
