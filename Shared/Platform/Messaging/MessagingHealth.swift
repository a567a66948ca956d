import Synchronization

/// What relay and consumers of a process say of themselves, in words; the health page asks for it.
public final class MessagingHealth: Sendable {
    /// What the relay does.
    public enum RelayState: Sendable, Equatable {
        /// It has not begun.
        case starting
        /// Another process of this service publishes.
        case standingBy
        /// It publishes, or there is nothing to publish.
        case publishing
        /// It waits for something; it goes on by itself.
        case waiting(String)
        /// It has stopped until somebody acts.
        case halted(String)
    }

    private struct State {
        var relay = RelayState.starting
        var halts: [String: String] = [:]
        var waits: [String: String] = [:]
        var parked = 0
        var lags: [String: Lag] = [:]
    }

    /// One consumer that has been behind since a moment, and when it last applied something.
    private struct Lag {
        var since: ContinuousClock.Instant
        var progress: ContinuousClock.Instant
    }

    private let state = Mutex(State())

    /// A process that has not begun.
    public init() {}

    /// What the relay does.
    public var relay: RelayState { self.state.withLock { $0.relay } }

    /// How many events of this service wait for an operator.
    public var parked: Int { self.state.withLock { $0.parked } }

    /// What somebody must see to, as sentences; empty when all is well.
    public var troubles: [String] {
        self.state.withLock { state in
            var troubles = state.halts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
            if case .halted(let reason) = state.relay { troubles.insert("the relay has stopped: \(reason)", at: 0) }
            if state.parked > 0 { troubles.append("\(state.parked) events are parked") }
            return troubles
        }
    }

    /// What is waited for and needs nobody, as sentences.
    public var waits: [String] {
        self.state.withLock { state in
            var waits = state.waits.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
            if case .waiting(let reason) = state.relay { waits.insert("the relay waits for \(reason)", at: 0) }
            return waits
        }
    }

    /// Whether the process does what it is for. False when one of its consumers has been behind for so long and applied nothing, though the database
    /// and the log answered. What is halted is not behind: it waits for somebody, and a new process would too.
    public func isLive(after limit: Duration = .seconds(60)) -> Bool {
        let now = ContinuousClock.now
        return self.state.withLock { state in state.lags.values.allSatisfy { now - max($0.since, $0.progress) < limit } }
    }

    func relay(_ state: RelayState) {
        self.state.withLock { $0.relay = state }
    }

    func halt(_ part: String, _ reason: String?) {
        self.state.withLock { $0.halts[part] = reason }
    }

    func wait(_ part: String, _ reason: String?) {
        self.state.withLock { $0.waits[part] = reason }
    }

    func parked(_ count: Int) {
        self.state.withLock { $0.parked = count }
    }

    func progressed(_ consumer: String) {
        self.state.withLock { $0.lags[consumer]?.progress = .now }
    }

    /// Nil: it could not be found out.
    func lag(of consumer: String, isBehind: Bool?) {
        self.state.withLock { state in
            guard isBehind == true else { return state.lags[consumer] = nil }
            if state.lags[consumer] == nil { state.lags[consumer] = Lag(since: .now, progress: .now) }
        }
    }
}
