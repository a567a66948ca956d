import Chassis
import Configuration
import HTTP
import Postgres

/// `cairn demo`: does the main job on the data of a folder, before one's eyes.
enum DemoCommand {
    static let from = ConfigurationKey(
        "from", .path, default: "deploy/demo", isFlagOnly: true, help: "The folder with the college and what it brings in.")
    static let folder = ConfigurationKey(
        "folder", .path, default: ".cairn", isFlagOnly: true, help: "The folder of a stack that cairn up runs.")

    static let command = Command(
        "demo", summary: "does the main job on the data of a folder",
        discussion: """
            A file of completions goes in; credentials are signed, wallets fill, certificates stack by themselves, a role is ranked, one \
            credential is revoked and seen as revoked. All of it goes through the site's own API, as colleges, learners and employers use it. \
            Each line of the table is compared with expected.json, where the folder has one.

            A folder holds college.json, achievements.json, pathways.json, roles.json, completions.csv, consents.csv and story.json; \
            deploy/demo/README.md says what each is. Told twice on one stack it makes nothing twice.
            """,
        options: [Self.from, Self.folder],
        examples: [
            .init("cairn demo", "The story of deploy/demo."),
            .init("cairn demo --from my-college", "The same with data of your own."),
        ],
        exitCodes: [
            .init(0, "every line is as expected, or nobody said what to expect"),
            .init(1, "a line does not hold, or the story broke off"),
            .init(64, "a file of the folder is not as it should be, or no stack runs"),
        ], run: Self.run)

    private static func run(_ call: Invocation) async throws -> Int32 {
        let given = call.configuration
        let folder: DemoFolder
        do throws(DemoFolderError) { folder = try DemoFolder.read(given[Self.from]) } catch {
            throw CommandFailure("\(given[Self.from]) can't be told: \(error)", exitCode: Command.ExitCode.misused.number)
        }
        let stack = given[Self.folder]
        let outcome = try await Self.tell(
            folder, local: try LocalSite.read(stack), output: stack, checkAddresses: try CheckAddresses.ofStack(in: stack),
            terminal: call.terminal)
        for line in StoryTable(outcome: outcome).text { call.terminal.print(line) }
        return outcome.holds ? Command.ExitCode.done.number : Command.ExitCode.failed.number
    }

    /// Tells the story of a folder on a stack of this machine.
    static func tell(
        _ folder: DemoFolder, local: LocalSite, output: String, checkAddresses: CheckAddresses, terminal: Terminal
    ) async throws -> StoryOutcome {
        let client = HTTPClient()
        let session = CheckSession(addresses: checkAddresses.byService, topics: try TopicSource.compiledIn().file.topics)
        let wallet = try Self.looking(at: "wallet", checkAddresses)
        let outboxes = try checkAddresses.byService.keys.sorted().map { try Self.looking(at: $0, checkAddresses) }
        let story = DemoStory(
            folder: folder, local: local, site: SiteClient(url: local.url, client: client), output: output,
            countEvents: {
                var sum = 0
                for outbox in outboxes { sum += try await outbox.transaction { try $0.outboxEnd() } }
                return sum
            },
            countWallets: { college in try await wallet.transaction { try $0.walletCount(college: college) } },
            check: {
                let report = try await session.run()
                return (report.summary, report.isClean)
            }, terminal: terminal)
        let result: Result<StoryOutcome, any Error>
        do { result = .success(try await story.run()) } catch { result = .failure(error) }
        await client.shutdown()
        for database in outboxes + [wallet] { await database.stop() }
        return try result.get()
    }

    /// A service's schema, by the login that may only look.
    private static func looking(at service: String, _ addresses: CheckAddresses) throws(CommandFailure) -> Database {
        guard let address = addresses.byService[service] else {
            throw CommandFailure("the stack runs without the \(service), so that the story can't be told", exitCode: 64)
        }
        var settings = DatabaseSettings(name: "demo-\(service)")
        settings.size = 1
        settings.session = ["search_path": service]
        return Database(settings) { address }
    }
}
