import CloudEvents
public import Events

/// What a projection writes of a slice of events: the newest state of each subject.
public enum Newest {
    /// Rows that one statement takes.
    public static let rows = 500

    /// The newest of each subject, since one statement can change a row only once, in order of their ids, so that two slices cannot wait for each other.
    public static func slices<State>(of events: [StateEvent<State>]) -> [[StateEvent<State>]] {
        var newest: [UUIDValue: StateEvent<State>] = [:]
        for event in events where newest[event.subject].map({ $0.version < event.version }) ?? true { newest[event.subject] = event }
        let sorted = newest.values.sorted { $0.subject < $1.subject }
        return stride(from: 0, to: sorted.count, by: Self.rows).map { Array(sorted[$0..<min($0 + Self.rows, sorted.count)]) }
    }
}
