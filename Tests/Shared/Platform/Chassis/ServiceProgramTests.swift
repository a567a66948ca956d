import Configuration
import Glibc
import JSON
import Observability
import Synchronization
import TestSupport
import Testing

@testable import Chassis
@testable import HTTP
@testable import ServiceLifecycle

@Suite struct `The program of a service` {
    @Test(arguments: RunMode.allCases)
    func `runs what it is told to, and stops when it is asked to`(mode: RunMode) async throws {
        try await withKeyFile { keys in
            let journal = Journal()
            let logs = RecordedLogs()
            let run = Run(["--run", mode.rawValue, "--http-port", "0", "--operations-port", "0"], keys: keys, logs: logs, journal: journal)
            let shutdown = ShutdownRequest()
            async let code = ShutdownRequest.$current.withValue(shutdown) { await run.exitCode() }
            try await eventually("it is ready", within: .seconds(120)) {
                guard let address = logs.address(of: "cairn-test.operations") else { return false }
                return try await HTTPTestClient.live(address).execute("/health/ready").status == .ok
            }
            #expect((logs.address(of: "cairn-test.http") != nil) == mode.answersRequests)
            if let address = logs.address(of: "cairn-test.http") {
                #expect(try await HTTPTestClient.live(address).execute("/").text == "https://cairn.test")
            }
            shutdown.make()
            #expect(await code == 0)
            let events = mode.appliesEvents ? ["events begin", "events end"] : []
            #expect(journal.entries.filter { $0.hasPrefix("events") } == events)
            #expect(journal.entries.last == "foundation end")
            #expect(run.errors.isEmpty)
        }
    }

    @Test func `ends with 1 and a sentence when a part fails`() async throws {
        try await withKeyFile { keys in
            let run = Run(
                ["--http-port", "0", "--operations-port", "0"], keys: keys, logs: RecordedLogs(), journal: Journal(), fails: true)
            #expect(await run.exitCode() == 1)
            #expect(run.errors == "cairn-test: the part is broken\n")
        }
    }

    @Test func `ends with 1 and names the address when it cannot listen there`() async throws {
        try await withKeyFile { keys in
            let journal = Journal()
            // An address for documentation (RFC 5737): no machine has it.
            let run = Run(
                ["--http-port", "0", "--operations-port", "0", "--operations-host", "192.0.2.1"], keys: keys, logs: RecordedLogs(),
                journal: journal)
            #expect(await run.exitCode() == 1)
            #expect(run.errors.hasPrefix("cairn-test: ") && run.errors.contains("192.0.2.1"), "\(run.errors)")
            let count = { (word: String) in journal.entries.filter { $0.hasSuffix(word) }.count }
            #expect(count("begin") == count("end"))
        }
    }

    @Test func `ends with 64 and all that is wrong when its settings are wrong`() async throws {
        let run = Run(["--run", "sometimes", "--http-prot", "1"], keys: nil, logs: RecordedLogs(), journal: Journal())
        #expect(await run.exitCode() == 64)
        let lines = run.errors.split(separator: "\n")
        #expect(lines.contains("cairn-test: --run should be one of http, events or both, but is \"sometimes\""))
        #expect(lines.contains("cairn-test: --http-prot is not known; did you mean \"--http-port\"?"))
        #expect(lines.contains { $0.contains("tokens.keys is needed") })
    }

    @Test func `ends with 64 when the key set is not there or no key set`() async throws {
        let missing = Run([], keys: "/nowhere", logs: RecordedLogs(), journal: Journal())
        #expect(await missing.exitCode() == 64)
        #expect(missing.errors == "cairn-test: the key set /nowhere cannot be read: No such file or directory\n")
        try await withKeyFile("{}") { path in
            let wrong = Run([], keys: path, logs: RecordedLogs(), journal: Journal())
            #expect(await wrong.exitCode() == 64)
            #expect(wrong.errors == "cairn-test: \(path): the key set can't be used: it has no list \"keys\"\n")
        }
    }

    @Test func `shows no secret in its help, and every setting`() async throws {
        let run = Run(["--help"], keys: nil, logs: RecordedLogs(), journal: Journal())
        #expect(await run.exitCode() == 0)
        for key in StandardKeys(port: 1, operationsPort: 2).all {
            #expect(run.output.contains(key.declaration.flag + " "), "\(key.declaration.flag)")
        }
    }

    @Test func `is not ready before it has started and from the moment that it stops`() async throws {
        let phase = ProcessPhase()
        #expect(await phase.check.finding().trouble == "the process is starting")
        let shutdown = ShutdownRequest()
        async let run: Void = ShutdownRequest.$current.withValue(shutdown) { try await phase.run() }
        try await eventually("it runs", within: .seconds(120)) { await phase.check.finding().trouble == nil }
        shutdown.make()
        try await run
        #expect(await phase.check.finding().trouble == "the process is stopping")
    }

    @Test(arguments: [
        ("https://Cairn.Test/", "https://cairn.test"), ("https://cairn.test:443", "https://cairn.test"),
        ("https://cairn.test:8443", "https://cairn.test:8443"),
        ("http://localhost:8080/x", "http://localhost:8080"), ("http://[::1]:80/", "http://[::1]"),
    ])
    func `writes its origin as browsers do`(url: String, origin: String) throws {
        let environment = try self.environment(url, keys: KeySet([]))
        #expect(environment.origin == origin)
    }

    @Test func `believes its own sessions, and the tokens of whoever is configured`() throws {
        let own = try TestIssuer()
        let session = own.sessions.token(claiming: [:], audience: "cairn", from: TestIssuer.now, for: .seconds(60))
        let token = own.token(.anonymous)
        let environment = try self.environment("https://cairn.test", keys: own.keys)
        _ = try environment.sessions.claims(of: session, at: TestIssuer.now)
        _ = try environment.tokens.claims(of: token, at: TestIssuer.now)
        #expect(throws: TokenError.wrongType) { try environment.tokens.claims(of: session, at: TestIssuer.now) }
        #expect(throws: TokenError.wrongType) { try environment.sessions.claims(of: token, at: TestIssuer.now) }
        let provided = try self.environment("https://cairn.test", keys: own.keys, tokenIssuer: "https://login.test/realm")
        #expect(throws: TokenError.wrongIssuer) { try provided.tokens.claims(of: token, at: TestIssuer.now) }
        _ = try provided.sessions.claims(of: session, at: TestIssuer.now)
        let provider = try TestIssuer(issuer: "https://login.test/realm")
        _ = try provided.tokens.claims(of: provider.token(.anonymous), at: TestIssuer.now)
    }

    private func environment(_ url: String, keys: KeySet, tokenIssuer: String? = nil) throws -> ServiceEnvironment {
        ServiceEnvironment(
            configuration: try Configuration([], from: .init()), mode: .both, logger: Logger(label: "", handler: RecordedLogs()),
            registry: MetricsRegistry(), keys: keys, publicURL: try #require(URLAddress(url)), isDemo: false,
            tokenIssuer: tokenIssuer)
    }
}

/// One run of a program of a service.
private final class Run: Sendable {
    private let written = Mutex((output: "", errors: ""))
    private let words: [String]
    private let program: ServiceProgram
    private let environment: [String: String]

    var output: String { self.written.withLock { $0.output } }
    var errors: String { self.written.withLock { $0.errors } }

    init(_ words: [String], keys: String?, logs: RecordedLogs, journal: Journal, fails: Bool = false) {
        self.words = words
        var environment = ["CAIRN_DATABASE_ADDRESS": "host=nowhere", "CAIRN_PUBLIC_URL": "https://cairn.test"]
        environment["CAIRN_TOKENS_KEYS"] = keys
        self.environment = environment
        self.program = ServiceProgram(
            "cairn-test", summary: "is a test", discussion: "It does nothing.", keys: StandardKeys(port: 1, operationsPort: 2), signals: [],
            log: logs
        ) { environment in
            let router = Router().get("/") { _, _ in HTTPResponse(body: .text(environment.origin)) }
            return ServiceParts(
                foundations: [Noted("foundation", journal)], responder: router.buildResponder(logger: environment.logger),
                events: fails ? [Broken()] : [Noted("events", journal)])
        }
    }

    func exitCode() async -> Int32 {
        let terminal = Terminal(
            output: { text in self.written.withLock { $0.output += text } }, errors: { text in self.written.withLock { $0.errors += text } }
        )
        return await Program(self.program.command, version: "1", environment: self.environment, terminal: terminal).run(self.words)
    }
}

private struct Noted: Service {
    let name: String
    let journal: Journal

    init(_ name: String, _ journal: Journal) {
        self.name = name
        self.journal = journal
    }

    func run() async throws {
        self.journal.note("\(self.name) begin")
        defer { self.journal.note("\(self.name) end") }
        do { try await gracefulShutdown() } catch is CancellationError {}
    }
}

private struct Broken: Service, Error, CustomStringConvertible {
    let description = "the part is broken"
    func run() async throws { throw self }
}

/// What happened, in order.
private final class Journal: Sendable {
    private let state = Mutex<[String]>([])

    var entries: [String] { self.state.withLock { $0 } }

    func note(_ entry: String) {
        self.state.withLock { $0.append(entry) }
    }
}

extension RecordedLogs {
    /// Where a server said that it listens.
    fileprivate func address(of label: String) -> SocketAddress? {
        let text = self.events.first { $0.label == label && $0.message.description == "listening" }?.metadata["address"]
        guard let text, let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]) else { return nil }
        return SocketAddress(host: String(text[..<colon]), port: port)
    }
}

/// Lends the file of a key set, and removes it afterwards.
private func withKeyFile(_ text: String? = nil, _ body: (String) async throws -> Void) async throws {
    let bytes = try text.map { Array($0.utf8) } ?? JSON.object(["keys": [TestIssuer().tokens.jwk]]).bytes()
    var template = Array("/tmp/cairn-keys-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    try #require(descriptor >= 0)
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unlink(path) }
    try #require(write(descriptor, bytes, bytes.count) == bytes.count)
    close(descriptor)
    try await body(path)
}
