import Chassis
import Configuration
import Glibc
import HTTP
import Observability

/// `cairn import`: brings a file of completions in, and has it issued.
enum ImportCommand {
    static let yes = ConfigurationKey(
        "yes", .bool, default: false, isFlagOnly: true, help: "Issues what can be issued without asking.")
    static let leaveTakenBack = ConfigurationKey(
        "leave-taken-back", .bool, default: false, isFlagOnly: true,
        help: "Leaves out rows whose very same credential was taken back; otherwise they are issued anew.")
    static let url = ConfigurationKey(
        optional: "url", .url("http", "https"), isFlagOnly: true, help: "The site; absent: the stack of --folder. Needs --token-file.")
    static let tokenFile = ConfigurationKey(
        optional: "token-file", .path, isFlagOnly: true,
        help: "A file with a bearer token that has the scope credential.issue; absent: one is made with the local stack's key.")
    static let folder = ConfigurationKey(
        "folder", .path, default: ".cairn", isFlagOnly: true, help: "The folder of a stack that cairn up runs.")
    static let college = ConfigurationKey(
        "college", .int(1...Int(Int32.max)), default: 1, isFlagOnly: true, help: "The college, where the token is made here.")

    static let command = Command(
        "import", summary: "issues credentials for a file of completions",
        discussion: """
            Reads CSV with the columns student_id, campus, achievement and completed_on, in any order, and optionally given_name, family_name, \
            email, result and evidence_url. The site checks every row first; you see how many can be issued, how many learners hold theirs \
            already, and which rows are wrong. Nothing is issued before you say yes.

            One row is one learner, achievement and day: the same file again issues nothing twice, and a file to which a row was added issues one. \
            What was taken back meanwhile is issued anew, after you were told how much that is, or left out by --leave-taken-back. \
            When it is ended in the middle, the site goes on with what was confirmed; run it again to see what became of it.
            """,
        arguments: [Argument("FILE", help: "A CSV file.")],
        options: [Self.yes, Self.leaveTakenBack, Self.url, Self.tokenFile, Self.folder, Self.college],
        examples: [
            .init("cairn import completions.csv", "Checks the file, asks, and issues."),
            .init("cairn import --yes completions.csv", "The same without asking, as a timer would run it."),
            .init("cairn import --url https://cairn.example --token-file token completions.csv", "At a site elsewhere."),
        ],
        exitCodes: [
            .init(0, "every row is issued, or was held already"),
            .init(1, "the site or the file could not be reached, the file was refused, or a row could not be issued after all"),
            .init(ImportSession.someWrong, "the good rows are issued or held; others are wrong and were left out"),
            .init(ImportSession.notConfirmed, "the file was checked and nothing was issued, because nobody said yes"),
        ], run: Self.run)

    private static func run(_ call: Invocation) async throws -> Int32 {
        let given = call.configuration
        let (url, token) = try Self.access(given)
        let client = HTTPClient()
        let begin = ContinuousClock.now
        let session = ImportSession(
            site: SiteClient(url: url, client: client), caller: .bearer(token), terminal: call.terminal,
            answer: { readLine() }, clock: ContinuousClock(), now: { begin.duration(to: .now) })
        do {
            let code = try await session.run(call.arguments[0], isConfirmed: given[Self.yes], leavingTakenBack: given[Self.leaveTakenBack])
            await client.shutdown()
            return code
        } catch {
            await client.shutdown()
            throw error
        }
    }

    /// Where the site is, and what lets this in.
    private static func access(_ given: Configuration) throws -> (url: String, token: String) {
        let token = try given[Self.tokenFile].map(Self.token)
        if let url = given[Self.url] {
            guard let token else {
                throw CommandFailure("--url needs --token-file: tokens are made here for the local stack alone", exitCode: 64)
            }
            return (url.description.hasSuffix("/") ? String(url.description.dropLast()) : url.description, token)
        }
        let site = try LocalSite.read(given[Self.folder])
        let staff = Visitor.staff(.init(college: Int32(given[Self.college]), scopes: ["credential.issue"]))
        return (site.url, token ?? site.bearer(staff, at: WallTime.now(), for: .seconds(86_400)))
    }

    private static func token(_ path: String) throws(CommandFailure) -> String {
        let bytes: [UInt8]
        do { bytes = try InputFile(path, limit: SignedToken.sizeLimit + 2).bytes } catch {
            throw CommandFailure("the token of \(path) can't be used: \(error)", exitCode: 64)
        }
        let text = String(decoding: bytes.filter { $0 > 32 && $0 < 127 }, as: UTF8.self)
        guard !text.isEmpty else { throw CommandFailure("\(path) holds no token", exitCode: 64) }
        return text
    }
}
