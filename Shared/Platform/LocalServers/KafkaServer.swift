import Synchronization

/// A real Kafka of our own: one node (broker and controller, KRaft), its data in one folder, reachable from this machine alone.
///
/// It needs Java 17 or newer and a folder with Kafka's jars in `libs/`, as Apache's distribution has it. It dies with this process. A second start
/// finds its data.
public final class KafkaServer: Sendable {
    /// How long a start may take: a JVM on a busy machine.
    public static let startLimit = Duration.seconds(120)
    /// How often a start is tried again with other ports when one was taken meanwhile.
    public static let startAttempts = 5
    /// How long a stop may take before the node is killed.
    public static let stopLimit = Duration.seconds(30)
    /// The most memory that the JVM takes for its heap, in megabytes, if not told otherwise.
    public static let heapMegabytes = 384

    private let start: KafkaStart
    private let running: Mutex<(child: ChildProcess, ports: KafkaPorts)>

    private init(start: KafkaStart, child: ChildProcess, ports: KafkaPorts) {
        self.start = start
        self.running = Mutex((child, ports))
    }

    /// Starts the node of a folder, which is made when there is none, and waits until it serves.
    ///
    /// `home` is the folder that holds `libs/`. Without a port it gets a free one, and keeps it for later starts in that folder. The settings are
    /// those of `server.properties`.
    public static func start(
        in path: String, home: String, port: Int? = nil, settings: [String: String] = [:], heapMegabytes: Int = KafkaServer.heapMegabytes
    ) async throws(KafkaServerError) -> KafkaServer {
        let folder = KafkaFolder(path: path)
        try folder.make()
        let java = try JavaProgram.find()
        guard KafkaFolder.holdsJars(home) else { throw .noKafka(home: home) }
        let start = KafkaStart(folder: folder, java: java, home: home, settings: settings, heapMegabytes: heapMegabytes, port: port)
        let (child, ports) = try await start.run(folder.savedPorts())
        return KafkaServer(start: start, child: child, ports: ports)
    }

    /// Where clients reach it: `127.0.0.1:` and its port.
    public var address: String { "127.0.0.1:\(self.running.withLock { $0.ports.broker })" }

    /// The node's process id.
    public var processID: Int32 { self.running.withLock { $0.child.id } }

    /// How the node ended; nil while it runs.
    public var ending: Ending? { self.running.withLock { $0.child }.ending }

    /// Waits until the node that runs now has ended.
    public func ended() async -> Ending { await self.running.withLock { $0.child }.wait() }

    /// Where it writes what happens to it.
    public var log: String { self.start.folder.log }

    /// Stops the node and waits for its end.
    public func stop() async {
        await self.running.withLock { $0.child }.stop(.terminate, grace: Self.stopLimit)
    }

    /// Ends the node with SIGKILL, as a crash would, and waits for its end.
    public func kill() async {
        let child = self.running.withLock { $0.child }
        child.send(.kill)
        await child.wait()
    }

    /// Freezes the node: its connections stay open and nothing answers.
    public func freeze() {
        self.running.withLock { $0.child }.send(.stop)
    }

    /// Lets a frozen node go on.
    public func thaw() {
        self.running.withLock { $0.child }.send(.resume)
    }

    /// Starts the node again, on the port that it had, after `stop` or `kill`; stops it first when it runs.
    public func restart() async throws(KafkaServerError) {
        await self.stop()
        let ports = self.running.withLock { $0.ports }
        let (child, chosen) = try await self.start.run(ports, mayChoose: false)
        self.running.withLock { $0 = (child, chosen) }
    }
}
