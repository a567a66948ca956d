import CloudEvents

/// Decides by version which of the events that arrive are new here. Pure: what is known comes in, verdicts come out.
///
/// An event carries its aggregate's whole state, so a lower version has nothing to say any more, and a higher one is applied whatever is missing
/// between.
struct VersionGuard {
    /// The newest that was applied of one subject.
    struct Known: Equatable {
        var version: Int64
        var eventID: EventID?
        var college: Int32
    }

    /// What becomes of one event.
    enum Verdict: Equatable {
        /// New. `missing` are the versions between the known one and this one: a hole, unless they are parked.
        case apply(missing: ClosedRange<Int64>?)
        /// Applied before, or overtaken by a later version.
        case skip
        /// The same version as the one applied, but another event.
        case twoHistories
        /// The subject is known under another college.
        case otherCollege(Int32)
    }

    private(set) var known: [UUIDValue: Known]
    /// Whether the reader has read the log from its first record: only then is a first version above 1 a hole.
    let readsFromTheStart: Bool

    init(known: [UUIDValue: Known], readsFromTheStart: Bool) {
        self.known = known
        self.readsFromTheStart = readsFromTheStart
    }

    /// Judges one event and remembers it if it is to be applied. In order of arrival.
    mutating func judge(subject: UUIDValue, version: Int64, eventID: EventID, college: Int32) -> Verdict {
        let next = Known(version: version, eventID: eventID, college: college)
        guard let before = self.known[subject] else {
            self.known[subject] = next
            return .apply(missing: self.readsFromTheStart && version > 1 ? 1...(version - 1) : nil)
        }
        if before.college != college { return .otherCollege(before.college) }
        if version < before.version { return .skip }
        if version == before.version { return before.eventID == eventID ? .skip : .twoHistories }
        self.known[subject] = next
        return .apply(missing: version > before.version + 1 ? (before.version + 1)...(version - 1) : nil)
    }
}
