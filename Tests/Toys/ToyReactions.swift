package import Messaging
package import Postgres

/// The keeper's projection: holds the newest value of each thing, and answers when it changed.
package struct KeepOnThing: Reaction {
    package init() {}

    /// A value below zero is one that this reaction cannot take: its events fail for themselves.
    package struct NegativeValue: Error {}

    package func react(to events: [Delivered<ThingEvent>], in transaction: borrowing Transaction) throws {
        for event in events.map(\.event) {
            if event.value < 0 { throw NegativeValue() }
            let rows = try transaction.query(
                """
                INSERT INTO mirror (college, subject, version, value, effects, echo) VALUES (\(event.college), \(event.subject),
                    \(event.version), \(event.value), 1, 1)
                ON CONFLICT (college, subject) DO UPDATE SET version = excluded.version, value = excluded.value,
                    effects = mirror.effects + 1, echo = mirror.echo + 1
                RETURNING echo
                """)
            guard let row = rows.first else { continue }
            let echo = try row.decode(Int64.self)
            try transaction.publish(EchoEvent(subject: event.subject, version: echo, college: event.college, value: event.value))
        }
    }
}

/// The maker's projection of the answers.
package struct HearOnEcho: Reaction {
    package init() {}

    package func react(to events: [Delivered<EchoEvent>], in transaction: borrowing Transaction) throws {
        for event in events.map(\.event) {
            try transaction.execute(
                """
                INSERT INTO heard (college, subject, value) VALUES (\(event.college), \(event.subject), \(event.value))
                ON CONFLICT (college, subject) DO UPDATE SET value = excluded.value
                """)
        }
    }
}
