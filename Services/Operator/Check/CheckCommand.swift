import Chassis
import Configuration
import Postgres

/// `cairn check`: says whether anything is lost, doubled or on the wrong side of a wall.
enum CheckCommand {
    /// What the shell sees when a database could not be asked.
    static let unasked: Int32 = 2

    static let folder = ConfigurationKey(
        "folder", .path, default: ".cairn", isFlagOnly: true, help: "The folder of a stack that cairn up runs.")
    static let addresses = ConfigurationKey(
        optional: "check-addresses", .path, isFlagOnly: true,
        help: "A JSON file that says, by service, where its schema is, as the login <service>_check; instead of --folder.")
    static let patience = ConfigurationKey(
        "patience", .duration(.zero ... .seconds(3_600)), default: CheckSession.patience, isFlagOnly: true,
        help: "How long nothing may arrive of what is on its way, before it counts as lost.")

    static let command = Command(
        "check", summary: "says whether anything is lost, doubled or foreign",
        discussion: """
            Compares what services have written with what their readers hold, through logins that may only look. lost: an event that is \
            neither applied nor parked at a reader, or a row that is not as its events say. double: two credentials that hold for one row, \
            one request or one award. foreign: a row of another college than its event.

            The file of addresses looks like this: {"issuer": "host=db dbname=cairn user=issuer_check password=...", "wallet": "..."}. \
            A service that it does not name is not looked at.
            """,
        options: [Self.folder, Self.addresses, Self.patience],
        examples: [
            .init("cairn check", "The stack that cairn up runs in this folder."),
            .init("cairn check --check-addresses check.json --patience 5m", "Another installation, while it is busy."),
        ],
        exitCodes: [
            .init(0, "the last line is: lost 0, double 0, foreign 0"),
            .init(1, "something is wrong; each finding has its line, and the last line counts them"),
            .init(Self.unasked, "a database could not be asked, so that nothing is known"),
        ], run: Self.run)

    private static func run(_ call: Invocation) async throws -> Int32 {
        let given = call.configuration
        let addresses = try given[Self.addresses].map(CheckAddresses.read) ?? .ofStack(in: given[Self.folder])
        let session = CheckSession(
            addresses: addresses.byService, topics: try TopicSource.compiledIn().file.topics, patience: given[Self.patience])
        let report: CheckReport
        do { report = try await session.run() } catch let error as PostgresError {
            throw CommandFailure("the check could not be made: \(error)", exitCode: Self.unasked)
        }
        for line in report.lines { call.terminal.print(line) }
        return report.isClean ? Command.ExitCode.done.number : Command.ExitCode.failed.number
    }
}
