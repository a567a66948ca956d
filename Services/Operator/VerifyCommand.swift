import Configuration
import Credentials
import JSON
import Observability
import VerdictPages

/// `cairn verify`: judges Open Badges in files, with nothing but what is given on the command line.
enum VerifyCommand {
    static let json = ConfigurationKey(
        "json", .bool, default: false, isFlagOnly: true, help: "Prints one line of JSON for each file instead of text.")
    static let status = ConfigurationKey(
        repeated: "status", AddressedFile.statusList,
        help:
            "A status list that you have fetched, as its issuer signed it. The file's time of change counts as the time you took the copy.")
    static let did = ConfigurationKey(
        repeated: "did", AddressedFile.controller,
        help: "The keys of an issuer: its DID document or controller document that you have fetched. A did:key or did:jwk needs none.")
    static let issuers = ConfigurationKey(
        optional: "issuers", .path, isFlagOnly: true,
        help: "The list of issuers that count, in the form shown above. Without it, trust is not judged.")
    static let at = ConfigurationKey(
        optional: "at",
        ValueFormat<DateTimeStamp>(
            "a time with its offset, such as 2026-11-25T12:00:00Z", placeholder: "TIME", read: { DateTimeStamp($0) },
            write: { $0.description }), isFlagOnly: true, help: "The moment that is judged; absent: now.")

    static let command = Command(
        "verify", summary: "says of Open Badges what holds, what does not, and what could not be checked",
        discussion: """
            Reads Open Badges 3.0 (Verifiable Credentials 2.0) in JSON. Nothing is fetched from the network: issuers' keys, status lists and \
            the list of issuers are files that you give, and the word lists of the standards are built in. A check passes, fails, or could \
            not be made; the last is neither good nor bad news.

            A list of issuers looks like this: {"name": "State list", "issuers": [{"id": "did:key:z6Mk...", "name": "Example College", \
            "removed": "2026-11-01T00:00:00Z"}]}. "name" is what the issuer's name is held against; "removed" is since when it counts no \
            more. Both may be left out.

            With --json each line has "file", "at", "verdict" (valid, invalid or unchecked), "headline", "counts" and "steps" with every \
            check; a file that could not be read has "error" as well.
            """,
        arguments: [Argument("FILE", isRepeated: true, help: "A credential; - is standard input.")],
        options: [Self.json, Self.status, Self.did, Self.issuers, Self.at],
        examples: [
            .init("cairn verify badge.json", "Form, signature, key and dates."),
            .init(
                "cairn verify --status https://college.example/status/1=list.json --issuers state.json badge.json",
                "Also whether it was taken back, and whether its issuer counts."),
            .init(
                "cairn verify --did https://college.example/issuer=college.json badge.json",
                "A badge of an issuer whose keys do not stand in its id."),
            .init("cairn verify --json *.json | grep -v '\"verdict\":\"valid\"'", "All that do not hold."),
        ],
        exitCodes: [
            .init(0, "every check of every file passed"),
            .init(1, "a check of some file failed"),
            .init(2, "none failed, but some could not be made, or a file could not be read"),
            .init(64, "the command line is wrong, or the file of --status, --did or --issuers can't be used"),
        ], run: Self.run)

    private static func run(_ call: Invocation) throws -> Int32 {
        let given = call.configuration
        let issuers = try given[Self.issuers].map(Self.issuerList)
        let context = VerificationContext(
            controllers: try Self.byAddress(given[Self.did], of: "--did") { try $0.keys() },
            statusLists: try Self.byAddress(given[Self.status], of: "--status") { try $0.list() },
            trustLists: [issuers?.trustList].compactMap { $0 })
        let session = VerifySession(
            context: context, issuers: [issuers].compactMap { $0 },
            time: given[Self.at] ?? DateTimeStamp(secondsSinceEpoch: WallTime.now().microseconds / 1_000_000), asJSON: given[Self.json],
            sentences: try VerdictSentences(adding: try JSON(parsing: PackageResources.Sentences_json)), terminal: call.terminal)
        guard call.arguments.count(where: { $0 == InputFile.standardInput }) < 2 else {
            throw CommandFailure("- stands twice; standard input can be read once", exitCode: Command.ExitCode.misused.number)
        }
        var worst = Verdict.Overall.valid
        for (index, path) in call.arguments.enumerated() {
            if index > 0, !given[Self.json] { call.terminal.print("") }
            worst = worst.worse(of: session.judge(path))
        }
        return worst.exitCode
    }

    private static func byAddress<Value>(
        _ files: [AddressedFile], of flag: String, _ read: (AddressedFile) throws -> Value
    ) throws -> [String: Value] {
        var values: [String: Value] = [:]
        for file in files {
            let value = try Self.using(flag, file.path) { try read(file) }
            guard values.updateValue(value, forKey: file.address) == nil else {
                throw CommandFailure("\(flag) gives two files for \(file.address)", exitCode: Command.ExitCode.misused.number)
            }
        }
        return values
    }

    private static func issuerList(_ path: String) throws -> IssuerList {
        try Self.using("--issuers", path) {
            try IssuerList.read(InputFile(path, limit: IssuerList.bytesLimit).bytes)
        }
    }

    private static func using<Value>(_ flag: String, _ path: String, _ read: () throws -> Value) throws -> Value {
        do { return try read() } catch {
            throw CommandFailure("the file of \(flag), \(path), can't be used: \(error)", exitCode: Command.ExitCode.misused.number)
        }
    }
}

extension Verdict.Overall {
    /// What the shell sees.
    var exitCode: Int32 {
        switch self {
        case .valid: 0
        case .invalid: 1
        case .unchecked: 2
        }
    }

    /// A failed check of one file outweighs what could not be checked in another.
    func worse(of other: Verdict.Overall) -> Verdict.Overall {
        [self, other].contains(.invalid) ? .invalid : [self, other].contains(.unchecked) ? .unchecked : .valid
    }
}
