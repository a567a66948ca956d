import Configuration
import Crypto
import Glibc
import JSON
import ServiceLifecycle

/// `cairn up`: runs a whole installation on this machine.
enum UpCommand {
    static let folder = ConfigurationKey(
        "folder", .path, default: ".cairn", isFlagOnly: true, help: "Where its data, keys and logs are; made when it is not there.")
    static let port = ConfigurationKey(
        "port", .int(StackPorts.range), default: StackPorts.usual, isFlagOnly: true,
        help: "The site's port; services take the five behind it, and their health the five that are 1000 further.")
    static let once = ConfigurationKey(
        "once", .bool, default: false, isFlagOnly: true, help: "Ends after the story; 0 only when every line of it holds.")
    static let from = ConfigurationKey(
        "from", .path, default: "deploy/demo", isFlagOnly: true, help: "The folder of the story: a college and what it brings in.")
    static let demo = ConfigurationKey(
        "demo", .bool, default: true, isFlagOnly: true, help: "Does the story once all runs; --no-demo leaves it out.")

    static let httpProcesses = ConfigurationKey(
        "http-processes", .int(ServiceProcess.requestsRange), default: 1, isFlagOnly: true,
        help: "How many processes of each service answer requests; beside two or more, another one carries its events. "
            + "Their ports are 10 further each.")
    static let build = ConfigurationKey(
        optional: "build", .text, isFlagOnly: true,
        help: "A shell's command that builds the services' programs; it runs while PostgreSQL and the broker start.")
    static let buildTime = ConfigurationKey(
        "build-time", .duration(.zero ... .seconds(3_600)), default: .seconds(60), isFlagOnly: true,
        help: "How long that is expected to take, for those who wait.")
    static let services = ConfigurationKey(
        optional: "services", SuiteService.names, isFlagOnly: true, help: "Which services; absent: all of them.")

    static let command = Command(
        "up", summary: "runs a whole Cairn on this machine",
        discussion: """
            Starts a PostgreSQL of its own, a broker, the five services and nginx in front of them, waits until all are ready, and does the \
            main job before your eyes. What ends by accident is started again, with one line that says so. Ctrl-C ends all of it; a second \
            call finds its data again. It is for trying out and for tests, on loopback only. cairn restart replaces its processes one after \
            the other.

            Kafka: the brokers of CAIRN_KAFKA_BROKERS when it is set; else a node of its own from the jars of KAFKA_HOME; else a broker in \
            memory, whose log is filled again from the database at each start.
            """,
        options: [
            Self.folder, Self.port, Self.once, Self.from, Self.demo, Self.services, Self.httpProcesses, Self.build, Self.buildTime,
        ],
        examples: [
            .init("cairn up", "The suite with its story, at http://localhost:8080."),
            .init("cairn up --folder /tmp/other --port 18080 --no-demo", "A second, empty one beside it."),
            .init("cairn up --http-processes 2", "Two processes of each service for requests, so that one can be replaced unnoticed."),
            .init("cairn up --once --folder $(mktemp -d)", "Whether the whole story holds, for a machine to see."),
        ],
        exitCodes: [
            .init(0, "it was asked to end, and has; with --once, every line of the story holds"),
            .init(1, "it could not start, or a line of the story does not hold"),
            .init(SuitePrograms.missing, "a service's program is not beside this one, or nginx is not installed"),
        ], run: Self.run)

    private static func run(_ call: Invocation) async throws -> Int32 {
        let given = call.configuration
        let (folder, ports) = (try StackFolder(given[Self.folder]), StackPorts(site: given[Self.port]))
        let programs = SuitePrograms.besideThis()
        let services = given[Self.services] ?? SuiteService.all
        let processes = ServiceProcess.all(of: services, answering: given[Self.httpProcesses])
        let build = given[Self.build].map { StackBuild(command: $0, expected: given[Self.buildTime]) }
        if build == nil { try programs.require(services) }
        _ = try StackSite.program()
        let demo = given[Self.demo] ? try Self.demo(given[Self.from]) : nil
        let personas = given[Self.demo] ? try Personas.read(from: given[Self.from]) : .none
        try StackLock.requireFree(folder)
        try ports.requireFree(for: processes)
        try folder.make(url: ports.url)
        let lock = try StackLock(folder)
        try PrivateFile.write(personas.knowing(campuses: Personas.campuses(in: folder)).json.pretty(), to: folder.personas)
        folder.turnLogs(of: processes.map(\.name) + ["broker", "nginx"])
        unlink(folder.restarts)
        let stack = LocalStack(
            folder: folder, ports: ports, programs: programs, services: services, processes: processes,
            secrets: try StackSecrets(of: folder, from: SystemRandom()), broker: StackBroker(try ProcessVariables.all()), build: build,
            demo: demo, isOnce: given[Self.once], terminal: call.terminal)
        defer { unlink(folder.stack) }
        let isDone = try await Self.serve(stack)
        withExtendedLifetime(lock) {}
        return isDone || !given[Self.once] ? Command.ExitCode.done.number : Command.ExitCode.failed.number
    }

    /// The folder of the story, read before anything is started.
    private static func demo(_ path: String) throws -> DemoFolder {
        func refused(_ reason: String) -> CommandFailure {
            CommandFailure(
                "the story of \(path) can't be told: \(reason); --from names another folder, --no-demo leaves the story out",
                exitCode: Command.ExitCode.misused.number)
        }
        let demo: DemoFolder
        do throws(DemoFolderError) { demo = try DemoFolder.read(path) } catch { throw refused("\(error)") }
        // The issuer's setting has names between commas.
        guard !demo.college.name.contains(",") else { throw refused("college.json: /name should have no comma") }
        return demo
    }

    /// How long all of it may take to stop before what hangs is cut.
    static let grace = Duration.seconds(18)

    private static func serve(_ stack: LocalStack) async throws -> Bool {
        do {
            try await ServiceGroup([stack], gracefulShutdownSignals: [SIGTERM, SIGINT, SIGHUP], grace: Self.grace).run()
        } catch is EndedEarly {
            // With --once it ends by itself, which is what it is asked to.
        }
        return stack.storyHolds
    }
}
