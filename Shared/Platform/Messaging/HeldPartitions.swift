import Synchronization

/// The partitions that this process reads, and how far each reader is.
final class HeldPartitions: Sendable {
    private struct State {
        var claims: [InboxPlace: InboxClaim] = [:]
        var halted: Set<InboxPlace> = []
        var doubts: [InboxPlace: String] = [:]
        var gaps: [InboxPlace: Int64] = [:]
    }

    private let state = Mutex(State())

    /// All of them, those that are halted too.
    var all: [InboxPlace] { self.state.withLock { Array($0.claims.keys) } }

    /// How many they are.
    var count: Int { self.state.withLock { $0.claims.count } }

    /// Those that are read.
    var reading: [InboxClaim] { self.state.withLock { state in state.claims.values.filter { !state.halted.contains($0.place) } } }

    func add(_ claim: InboxClaim) {
        self.state.withLock { $0.claims[claim.place] = claim }
    }

    func remove(_ place: InboxPlace) {
        self.state.withLock { state in
            state.claims[place] = nil
            state.halted.remove(place)
        }
    }

    /// Notes that a partition is held and not read: somebody must act first.
    func halt(_ place: InboxPlace) {
        self.state.withLock { _ = $0.halted.insert(place) }
    }

    /// Notes that a partition does not hold what was read from it; its next reader asks.
    func doubt(_ place: InboxPlace, _ reason: String) {
        self.state.withLock { $0.doubts[place] = reason }
    }

    func takeDoubt(_ place: InboxPlace) -> String? {
        self.state.withLock { $0.doubts.removeValue(forKey: place) }
    }

    /// Notes that the record at an offset did not come. True when it is so for the second time.
    func isMissingAgain(_ place: InboxPlace, _ offset: Int64) -> Bool {
        self.state.withLock { state in
            defer { state.gaps[place] = offset }
            return state.gaps[place] == offset
        }
    }
}
