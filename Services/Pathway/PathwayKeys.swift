import Chassis
import Configuration

/// The settings of the pathway service.
struct PathwayKeys: Sendable {
    /// Those that every service has.
    let standard = StandardKeys(port: 8_084, operationsPort: 9_084)
    /// Those of every service that carries events.
    let events = EventKeys()

    /// Beside the standard ones, in the order of help.
    var own: [any DeclaredKey] { self.events.all }
}
