import Chassis
import Configuration
import Events

/// The settings that the issuer has beside the standard ones.
struct IssuerKeys: Sendable {
    let events = EventKeys()
    let eventsDatabase = ConfigurationKey(
        optional: "database.events-address", .secret,
        help: "PostgreSQL for what carries events, as issuer_events; needed with --run both, where database.address is issuer_http's.")
    let ownerDatabase = ConfigurationKey(
        optional: "database.owner-address", .secret,
        help: "PostgreSQL as a login that may take the role issuer_owner; given, the schema is brought up to date at start.")
    let masterKey = ConfigurationKey(
        required: "issuer.master-key", .secret, help: "Seals the colleges' secrets: NAME:KEY, the key as 64 hexadecimal digits.")
    let previousMasterKey = ConfigurationKey(
        optional: "issuer.previous-master-key", .secret, help: "The master key before it, which still opens what it sealed.")
    let colleges = ConfigurationKey(
        "issuer.colleges", .list(of: .text), default: [],
        help: "The colleges to open at the first start, each as NUMBER=NAME, such as 1=North Valley College.")
    let failpoints = ConfigurationKey(
        "failpoints", .text, default: "", help: "Where a test kills or stops the process; debug builds only.")

    /// All of them, in the order of help.
    var all: [any DeclaredKey] {
        [self.eventsDatabase, self.ownerDatabase, self.masterKey, self.previousMasterKey, self.colleges, self.failpoints] + self.events.all
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
