import Configuration
import Glibc
import LocalServers
import Synchronization
import TestSupport
import Testing

@testable import cairn

@Suite struct `The parts of a local stack` {
    let folder: String

    init() throws {
        self.folder = try TestFolder.new()
    }

    /// A shell script as a part.
    func part(_ script: String, within grace: Duration = .seconds(5)) -> ProgramPart {
        ProgramPart("part", LocalServers.Command("sh", ["-c", script]), log: self.folder + "/part.log", within: grace)
    }

    @Test func `start again when they end unasked, with one line, and not when they are asked`() async throws {
        let said = Lines()
        let part = self.part("echo lived >> '\(self.folder)/lives'; exec sleep 60")
        let keeper = Keeper(part, say: { said.add($0) }, clock: ContinuousClock())
        try await part.start()
        let first = try #require(part.process)
        try await Keeper.keeping([keeper]) {
            kill(first, SIGKILL)
            try await eventually("another life") { part.process != first }
        }
        #expect(said.all.count == 1)
        #expect(said.all.first?.hasPrefix("part was ended by signal 9; it starts again in 0.5 s") == true)
        #expect(keeper.ends == 1)
        let last = try #require(part.process)
        #expect(kill(last, 0) == -1 && errno == ESRCH, "it was ended with the closure")
    }

    @Test func `are killed when they do not end when they are asked`() async throws {
        let part = self.part("trap '' TERM; while :; do sleep 1; done", within: .milliseconds(200))
        let keeper = Keeper(part, say: { _ in }, clock: ContinuousClock())
        try await part.start()
        try await Keeper.keeping([keeper]) {}
        #expect(await part.ended() == .signalled(9))
    }

    @Test func `that do not stay up while they start are named, with the end of their log`() async throws {
        let part = self.part("echo no such key >&2; exit 64")
        let keeper = Keeper(part, say: { _ in }, clock: ContinuousClock())
        try await part.start()
        let failure = await #expect(throws: CommandFailure.self) {
            try await Keeper.keeping([keeper]) {
                try await Readiness(clock: ContinuousClock()).wait(for: keeper, at: HealthProbe(port: 1, path: "/"))
            }
        }
        #expect(failure?.description.hasPrefix("part does not stay up. The end of \(self.folder)/part.log:\nno such key") == true)
    }

    @Test func `have ports at fixed distances, and whoever has one of them is named`() throws {
        let usual = StackPorts(site: 8_080)
        let one = ServiceProcess.all(of: SuiteService.all, answering: 1)
        #expect(one.map(usual.requests) == [8_081, 8_083, 8_084, 8_085, 8_082])
        #expect(one.map(usual.operations) == [9_081, 9_083, 9_084, 9_085, 9_082])
        let two = ServiceProcess.all(of: [SuiteService.all[0]], answering: 2)
        #expect(two.map(\.name) == ["issuer-1", "issuer-2", "issuer-events"] && two.map(\.answersRequests) == [true, true, false])
        #expect(two.map(usual.requests) == [8_081, 8_091, 8_101] && two.map(usual.operations) == [9_081, 9_091, 9_101])
        let listener = try Listener()
        defer { listener.end() }
        let failure = try #require(throws: CommandFailure.self) { try StackPorts(site: listener.port).requireFree(for: []) }
        #expect(failure.description.hasPrefix("port \(listener.port), for the site, is taken by process \(getpid()) ("))
        listener.end()
        try StackPorts(site: listener.port).requireFree(for: [])
    }

    @Test func `tell their times so that one reads them at a glance`() {
        let times = [Duration.milliseconds(40), .milliseconds(449), .seconds(1), .milliseconds(9_940), .milliseconds(12_400), .seconds(75)]
        #expect(times.map(Stage.seconds) == ["0 s", "0.4 s", "1 s", "9.9 s", "12 s", "75 s"])
    }

    @Test func `have the site's configuration as deploy has it`() throws {
        #expect(PackageResources.nginx_conf == (try SharedFiles.contents(of: SharedFiles.packageRoot + "/deploy/nginx.conf")))
    }

    @Test func `take the log that the variables name`() {
        let existing = StackBroker(["CAIRN_KAFKA_BROKERS": "k:9092", "CAIRN_KAFKA_PREFIX": "a.", "KAFKA_HOME": "/k"])
        #expect(existing == .existing("k:9092", prefix: "a."))
        #expect(existing.environment(brokers: "k:9092", file: "/f") == ["CAIRN_KAFKA_BROKERS": "k:9092", "CAIRN_KAFKA_PREFIX": "a."])
        #expect(StackBroker(["CAIRN_KAFKA_BROKERS": "", "KAFKA_HOME": "/k"]) == .own(home: "/k"))
        #expect(StackBroker([:]) == .embedded)
    }
}

/// Lines that were said.
final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { self.lines.withLock { $0 } }
    func add(_ line: String) { self.lines.withLock { $0.append(line) } }
}

/// Listens at a free port.
final class Listener {
    let port: Int
    private var descriptor: Int32

    init() throws {
        self.descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        self.port = FreePort.next()
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(self.port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let descriptor = self.descriptor
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        try #require(code == 0 && listen(self.descriptor, 4) == 0)
    }

    func end() {
        if self.descriptor >= 0 { close(self.descriptor) }
        self.descriptor = -1
    }
}
