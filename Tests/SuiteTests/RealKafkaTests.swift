import Glibc
import JSON
import LocalServers
import TestSupport
import Testing

/// The whole main job with a real Kafka under it.
@Suite(.enabled(if: TestTier.isAll && StackRun.isWhole && SharedFiles.has("kafka/libs")), .timeLimit(.minutes(5)))
struct `The story on a real Kafka` {
    @Test func `holds in every line though the node is killed twice while it is told`() async throws {
        let folder = try TestFolder.new()
        let port = StackRun.freePort()
        let run = try await StackRun.start(
            in: folder, port: port, [], environment: ["KAFKA_HOME": SharedFiles.root + "/kafka"])
        try await eventually("the story begins") {
            if run.child.ending != nil { throw StackEnded(output: try run.output) }
            return try run.output.contains("\n== the story ")
        }
        // What is signed waits until the node is back.
        try await self.killNode(of: run, times: 1)
        try await eventually("something waits to be told while the node is away", within: .seconds(30)) {
            try await Self.number(
                "SELECT count(*) FROM issuer.credential c WHERE NOT EXISTS (SELECT FROM wallet.item WHERE credential = c.id)", in: folder)
                > 0
        }
        // And again when the first wallets fill; stacking and consents still lie ahead.
        try await eventually("the first wallets fill") { try await Self.number("SELECT count(*) FROM wallet.item", in: folder) > 0 }
        try await self.killNode(of: run, times: 2)
        try await eventually("the story is told", within: .seconds(120)) {
            if run.child.ending != nil { throw StackEnded(output: try run.output) }
            let output = try run.output
            return output.contains("\nEvery line holds.\n") || output.contains("not hold.\n")
        }
        let told = try run.output
        #expect(told.contains("\nEvery line holds.\n"), "\(told)")
        let check = try await StackRun.cairn(["check", "--folder", folder])
        #expect(check.code == 0 && check.output.hasSuffix("lost 0, double 0, foreign 0\n"), "\(check.output)")
        #expect(await run.child.stop(.interrupt, grace: .seconds(25)) == .exited(0))
        #expect(StackRun.processes(of: folder) == [])
    }

    /// Kills the node, and waits until the stack has started another.
    private func killNode(of run: StackRun, times: Int) async throws {
        let node = try run.process(of: "java")
        kill(node, SIGKILL)
        try await eventually("it is said") { try run.output.ranges(of: "Kafka was ended by signal 9; it starts again in ").count == times }
        try await eventually("another node runs") { (try? run.process(of: "java")).map { $0 != node } ?? false }
    }

    /// What a question to the stack's database is answered.
    private static func number(_ question: String, in folder: String) async throws -> Int {
        let stack = try JSON(parsing: SharedFiles.contents(of: folder + "/stack.json"))
        let owner = try #require(stack["database"]?["owner"]?.string)
        let answer = try await ChildProcess.run(Command("psql", ["-XqAt", "-v", "ON_ERROR_STOP=1", "-c", question, owner]))
        return try #require(Int(answer.split(separator: "\n").first ?? ""))
    }
}
