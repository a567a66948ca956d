import Chassis
import Configuration
import Events

/// The issuer's settings.
struct IssuerKeys: Sendable {
    /// Those that every service has.
    let standard = StandardKeys(port: 8_081, operationsPort: 9_081)
    /// Those of every service that carries events.
    let events = EventKeys()
    let masterKey = ConfigurationKey(
        required: "issuer.master-key", .secret, help: "Seals the colleges' secrets: NAME:KEY, the key as 64 hexadecimal digits.")
    let previousMasterKey = ConfigurationKey(
        optional: "issuer.previous-master-key", .secret, help: "The master key before it, which still opens what it sealed.")
    let colleges = ConfigurationKey(
        "issuer.colleges", .list(of: .text), default: [],
        help: "The colleges to open at the first start, each as NUMBER=NAME, such as 1=North Valley College.")
    let sessionKey = ConfigurationKey(
        optional: "issuer.session-key", .path,
        help: "The private JWK (Ed25519) that signs session cookies; its public half belongs into the key set. Without it nobody signs in.")
    let ticketKeys = ConfigurationKey(
        optional: "issuer.ticket-keys", .path,
        help: "The JWK set of the keys that sign sign-in links, for trying out: taken only while the public URL is this machine's.")
    let personas = ConfigurationKey(
        optional: "issuer.personas", .path, help: "People of a demo whom anybody may be; like the sign-in links, on this machine only.")

    /// Beside the standard ones, in the order of help.
    var own: [any DeclaredKey] {
        self.events.all + [self.masterKey, self.previousMasterKey, self.colleges, self.sessionKey, self.ticketKeys, self.personas]
    }

    /// The colleges that the settings name.
    func colleges(in configuration: Configuration) throws(CommandFailure) -> [(id: CollegeID, name: String)] {
        var colleges: [(id: CollegeID, name: String)] = []
        for text in configuration[self.colleges] {
            let parts = text.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, let number = Int32(parts[0]), number > 0 else {
                throw CommandFailure(
                    "\(self.colleges.declaration.flag) should name colleges as NUMBER=NAME, but one is \"\(text)\"",
                    exitCode: Command.ExitCode.misused.number)
            }
            colleges.append((CollegeID(number), String(parts[1])))
        }
        return colleges
    }

    /// The keys that seal and open the colleges' secrets.
    func masterKeys(in configuration: Configuration) throws -> MasterKeys {
        do throws(IssuerError) {
            return try MasterKeys(configuration[self.masterKey].text ?? "", previous: configuration[self.previousMasterKey]?.text)
        } catch {
            guard case .badMasterKey(let reason) = error else { throw error }
            throw CommandFailure("the master keys can't be used: \(reason)", exitCode: Command.ExitCode.misused.number)
        }
    }
}
