import Glibc
import Kafka
import LocalServers
import Observability
import TestSupport
import Testing

@testable import cairn

@Suite struct `A broker for trying out` {
    let file: String
    let log: String

    init() throws {
        let folder = try TestFolder.new()
        self.file = folder + "/.cairn/broker.json"
        self.log = folder + "/log"
    }

    func start(_ prefixes: [String] = []) async throws -> ChildProcess {
        var command = LocalServers.Command(CairnCall.program, ["broker", "--file", self.file] + prefixes.flatMap { ["--prefix", $0] })
        command.output = .appended(to: self.log)
        let child = try await ChildProcess.start(command)
        try await eventually("the broker's banner") {
            try #require(child.ending == nil)
            return try self.written.contains("Ctrl-C ends it.\n")
        }
        return child
    }

    var written: String {
        get throws { access(self.log, F_OK) == 0 ? String(decoding: try SharedFiles.contents(of: self.log), as: UTF8.self) : "" }
    }

    func counts(_ topics: [String]) async throws -> [String: Int32] {
        let admin = try KafkaAdmin(
            KafkaConfiguration(brokers: BrokerFile(path: self.file).address),
            logger: Logger(label: "test", level: .critical, handler: JSONLogHandler()), metrics: KafkaMetrics(MetricsRegistry()))
        let counts = try await admin.partitionCounts(of: topics)
        await admin.close()
        return counts
    }

    @Test(arguments: [Signal.terminate, .interrupt])
    func `has all topics for each prefix, says what it is, and takes its file away at the end`(signal: Signal) async throws {
        let child = try await self.start(["a.", "b."])
        let banner = try self.written
        let address = try BrokerFile(path: self.file).address
        for part in ["MEMORY ONLY", "PostgreSQL is the truth", "address   \(address)\n", "topics    12\n", "file      \(self.file)\n"] {
            #expect(banner.contains(part), "\(part)")
        }
        #expect(
            try await self.counts(["a.cairn.role.v1", "b.cairn.credential.v1", "cairn.role.v1"])
                == ["a.cairn.role.v1": 6, "b.cairn.credential.v1": 12])
        #expect(await child.stop(signal) == .exited(0))
        #expect(access(self.file, F_OK) != 0)
        #expect(try self.written.hasSuffix("The broker has ended.\n"))
    }

    @Test func `lets no second one take its file, and takes over the file of one that was killed`() async throws {
        let first = try await self.start()
        let address = try BrokerFile(path: self.file).address
        let second = await CairnCall.run(["broker", "--file", self.file])
        #expect(second.code == 1)
        #expect(second.errors.contains("a broker at \(address) runs with \(self.file) already; end it, or name another --file"))
        #expect(await first.stop(.kill) == .signalled(9))
        #expect(try BrokerFile(path: self.file).address == address)
        unlink(self.log)
        let third = try await self.start()
        #expect(try BrokerFile(path: self.file).address != address)
        #expect(await third.stop() == .exited(0))
    }

    @Test func `leaves a file alone that is not a broker's`() async throws {
        let folder = try BadgeFolder()
        let path = try folder.write("notes.json", Array("[]".utf8))
        let call = await CairnCall.run(["broker", "--file", path])
        #expect(call.code == 1 && call.errors.contains("name another with --file"))
        #expect(try SharedFiles.contents(of: path) == Array("[]".utf8))
        #expect(await CairnCall.run(["broker", "--prefix", "a.", "--prefix", "a."]).code == 64)
    }
}
