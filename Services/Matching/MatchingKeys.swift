import Chassis
import Configuration

/// The settings of the matching service.
struct MatchingKeys: Sendable {
    /// Those that every service has.
    let standard = StandardKeys(port: 8_085, operationsPort: 9_085)
    /// Those of every service that carries events.
    let events = EventKeys()
}
