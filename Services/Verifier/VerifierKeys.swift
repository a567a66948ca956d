import Chassis
import Configuration

/// The verifier's settings.
struct VerifierKeys: Sendable {
    /// Those that every service has.
    let standard = StandardKeys(port: 8_082, operationsPort: 9_082)
    /// Those of every service that carries events.
    let events = EventKeys()
    /// How long the catalogue counts.
    let catalogueAge = ConfigurationKey(
        "catalogue.age", .duration(.seconds(30) ... .seconds(7 * 86_400)), default: .seconds(3_600),
        help: "For how long what was read of the catalogue counts; after it a status is \"could not check\".")

    /// Beside the standard ones, in the order of help.
    var own: [any DeclaredKey] { self.events.all + [self.catalogueAge] }
}
