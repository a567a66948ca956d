public import Observability

#if FAILPOINTS
import Glibc
import Synchronization
#endif

/// The places where a test may kill or stop a process: after something has happened and before it is noted.
public enum Failpoint: String, Sendable, CaseIterable {
    /// The relay's page is acknowledged by the log; its position is not yet stored.
    case relayProduced = "relay-produced"
    /// A slice's effects are written; its transaction is not yet committed.
    case consumerApplied = "consumer-applied"
    /// A worker has signed its items; nothing of them is in the database yet.
    case batchSigned = "batch-signed"
    /// A request's transaction is committed; the answer is not yet sent.
    case httpCommitted = "http-committed"
}

/// Which failpoints do what, by configuration: `relay-produced=kill@3,consumer-applied=stop` kills the process the third time the relay gets
/// there and stops it (`SIGSTOP`) the first time a consumer does; `consumer-applied:wallet.record=kill` waits for that one consumer.
///
/// Compiled into debug builds only; in a release build reaching one is nothing.
public struct Failpoints: Sendable {
    #if FAILPOINTS
    private let plans: Plans
    private let logger: Logger
    #endif

    /// Reads a plan; an empty text is the plan to do nothing.
    public init(_ text: String, logger: Logger) throws(FailpointError) {
        #if FAILPOINTS
        self.plans = Plans(try text.split(separator: ",").map { part throws(FailpointError) in try Plan(part) })
        self.logger = logger
        #else
        guard text.isEmpty else { throw .releaseBuild }
        #endif
    }

    /// Tells that the process has come to this place; may end or stop it. `name` says which part of it has, where there are several.
    public func reach(_ point: Failpoint, by name: String? = nil) {
        #if FAILPOINTS
        guard let action = self.plans.reach(point, by: name) else { return }
        self.logger.notice("failpoint", metadata: ["failpoint": point.rawValue, "action": action.rawValue])
        raise(action == .kill ? SIGKILL : SIGSTOP)  // to this thread: it must not go a step further before the process stands
        #endif
    }
}

/// Why a plan of failpoints is none.
public enum FailpointError: Error, Equatable, CustomStringConvertible {
    /// The text is not `point=action`, with `:consumer` after the point or `@number` after the action.
    case malformed(String)
    /// This binary has no failpoints.
    case releaseBuild

    /// One sentence.
    public var description: String {
        switch self {
        case .malformed(let part):
            "\"\(part)\" is no failpoint: write <point>[:<consumer>]=<kill|stop>[@<which time>], with one of the points "
                + Failpoint.allCases.map(\.rawValue).joined(separator: ", ")
        case .releaseBuild: "failpoints are compiled into debug builds only"
        }
    }
}

#if FAILPOINTS
private struct Plan {
    enum Action: String { case kill, stop }

    let point: Failpoint
    /// The part of the process that it waits for; nil is any.
    let name: String?
    let action: Action
    var remaining: Int

    init(_ text: Substring) throws(FailpointError) {
        let sides = text.split(separator: "=", omittingEmptySubsequences: false)
        let place = sides[0].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2, place.last?.isEmpty == false, let point = place.first.flatMap({ Failpoint(rawValue: String($0)) })
        else { throw .malformed(String(text)) }
        let parts = sides[1].split(separator: "@", omittingEmptySubsequences: false)
        guard let action = Action(rawValue: String(parts[0])), parts.count <= 2 else { throw .malformed(String(text)) }
        guard let count = parts.count == 2 ? Int(parts[1]) : 1, count > 0 else { throw .malformed(String(text)) }
        self.point = point
        self.name = place.count == 2 ? String(place[1]) : nil
        self.action = action
        self.remaining = count
    }
}

private final class Plans: Sendable {
    private let state: Mutex<[Plan]>

    init(_ plans: [Plan]) {
        self.state = Mutex(plans)
    }

    func reach(_ point: Failpoint, by name: String?) -> Plan.Action? {
        self.state.withLock { plans in
            guard let index = plans.firstIndex(where: { $0.point == point && ($0.name == nil || $0.name == name) }) else { return nil }
            plans[index].remaining -= 1
            return plans[index].remaining == 0 ? plans[index].action : nil
        }
    }
}
#endif
