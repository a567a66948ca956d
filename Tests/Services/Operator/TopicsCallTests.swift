import Chassis
import CloudEvents
import Glibc
import Kafka
import LocalServers
import Messaging
import Observability
import TestSupport
import Testing

@testable import cairn

@Suite struct `A call of cairn topics` {
    @Test func `compares a cluster that has all topics, lacks one, or has one with other partitions`() async throws {
        let declared = try TopicSource.compiledIn().file.topics
        let all = declared.map { EmbeddedBroker.Topic($0.topic.name, partitions: Int32($0.partitions)) }
        var random = SystemRandomNumberGenerator()
        let broker = try EmbeddedBroker(
            topics: all + all.dropFirst().map { EmbeddedBroker.Topic("x." + $0.name, partitions: $0.partitions + 1) }, random: &random)
        let flags = ["topics", "--check", "--replication", "1", "--brokers", broker.address]
        let same = await CairnCall.run(flags)
        #expect(same.code == 0, "\(same.errors)")
        #expect(same.lines.filter { $0.hasPrefix("  there     cairn.") }.count == 6)
        #expect(same.errors == "this is an embedded broker: it makes its topics at its start, and they have no settings\n")
        let other = await CairnCall.run(flags + ["--prefix", "x."])
        #expect(other.code == 1)
        #expect(other.firstLine.hasPrefix("  missing   x.cairn.catalogue.v1: 6 partitions, replication factor 1, 1 in sync, kept 30 days"))
        #expect(other.output.contains("  differs   x.cairn.credential.v1: "))
        #expect(other.output.contains("            it has 13 partitions, not 12; a key must stay in its partition\n"))
        let refused = await CairnCall.run(["topics", "--prefix", "y.", "--brokers", broker.address])
        #expect(refused.code == 1 && refused.lines.filter { $0.hasPrefix("  missing   y.cairn.") }.count == 6)
        await broker.stop()
    }

    @Test func `refuses brokers, files and prefixes that are none`() async throws {
        let folder = try BadgeFolder()
        let odd = try folder.write("odd.yaml", Array("replication-factor: 3\nmin-in-sync-replicas: 4\n".utf8))
        let cases: [([String], String)] = [
            ([], "brokers is needed"), (["--brokers", "localhost"], "--brokers should be host:port, or several between commas"),
            (["--brokers", "localhost:99999"], "--brokers should be"), (["--brokers", "a:1,,b:2"], "--brokers should be"),
            (["--brokers", "a:1", "--prefix", "a_b"], "--prefix should be letters, digits, - and ., at most 100"),
            (["--brokers", "a:1", "--file", odd], "odd.yaml:2:23: here should be a number from 1 to 3"),
            (["--brokers", "a:1", "--file", "/nowhere.yaml"], "the file /nowhere.yaml can't be used: No such file or directory"),
        ]
        for (words, sentence) in cases {
            let call = await CairnCall.run(["topics"] + words)
            #expect(call.code == 64 && call.errors.contains(sentence), "\(call.errors)")
        }
    }
}

/// A real node takes seconds to start.
private func hasRealKafka() -> Bool {
    getenv("ALL_TESTS").map { String(cString: $0) } == "true" && SharedFiles.has("kafka")
}

@Suite(.enabled(if: hasRealKafka()), .timeLimit(.minutes(5))) struct `A call of cairn topics on a real Kafka` {
    @Test func `makes what is missing, once, and says what somebody changed`() async throws {
        let folder = try TestFolder.new()
        let server = try await KafkaServer.start(in: folder, home: SharedFiles.root + "/kafka")
        let flags = ["topics", "--brokers", server.address, "--replication", "1", "--prefix", "p."]
        #expect(await CairnCall.run(flags + ["--check"]).code == 1)
        let made = await CairnCall.run(flags)
        #expect(made.code == 0 && made.lines.filter { $0.hasPrefix("  made ") }.count == 6, "\(made.errors)")
        let again = await CairnCall.run(flags + ["--check"])
        #expect(again.code == 0 && again.errors.isEmpty && again.lines.filter { $0.hasPrefix("  there ") }.count == 6, "\(again.output)")
        let admin = try KafkaAdmin(
            KafkaConfiguration(brokers: server.address), logger: Logger(label: "test", level: .critical, handler: JSONLogHandler()),
            metrics: KafkaMetrics(MetricsRegistry()))
        try await admin.create([KafkaTopic("q.cairn.role.v1", partitions: 3, settings: ["retention.ms": "1000"])])
        await admin.close()
        let other = await CairnCall.run(["topics", "--brokers", server.address, "--replication", "1", "--prefix", "q."])
        #expect(other.code == 1)
        #expect(other.output.contains("it has 3 partitions, not 6;") && other.output.contains("its retention.ms is 1000, not 2592000000"))
        await server.stop()
    }
}
