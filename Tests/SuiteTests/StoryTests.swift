import Glibc
import JSON
import LocalServers
import TestSupport
import Testing

/// The whole main job on the demo's college, from nothing, as `deploy/dev up --once` does it.
@Suite(.enabled(if: TestTier.isAll && StackRun.isWhole), .serialized) struct `The story` {
    let folder: String
    let port = StackRun.freePort()

    init() throws {
        self.folder = try TestFolder.new()
    }

    @Test func `holds in every line, and is found again by a second start`() async throws {
        let first = try await StackRun.start(in: self.folder, port: self.port, ["--once"])
        let ending = await first.child.wait()
        let told = try first.output
        #expect(ending == .exited(0), "\(told)")
        #expect(told.contains("\nEvery line holds.\n"))
        let table = Self.table(told)
        let expected = try JSON(parsing: SharedFiles.contents(of: SharedFiles.packageRoot + "/deploy/demo/expected.json"))
        for (label, pointer) in [("rows read", "rows"), ("credentials signed", "signed"), ("wallets filled", "wallets")] {
            #expect(table[label]?.number == expected[pointer]?.int, "\(label)")
        }
        #expect(table["refused"]?.number == expected["refused"]?.array?.count)
        #expect(table["certificates stacked"]?.number == expected["stackedTotal"]?.int)
        #expect(table["cairn check"]?.rest.contains("lost 0, double 0, foreign 0") == true)
        let lines = told.split(separator: "\n").map(String.init)
        #expect(lines.last == "All has stopped.")
        let page = try #require(lines.dropLast().last)
        #expect(page.hasPrefix("http://localhost:\(self.port)/c/"))
        #expect(StackRun.processes(of: self.folder) == [])

        let badge = try SharedFiles.contents(of: self.folder + "/badge.json")
        let began = ContinuousClock.now
        let second = try await StackRun.running(in: self.folder, port: self.port, [])
        #expect(began.duration(to: .now) < .seconds(20))
        // The table follows the line that says that it runs.
        try await second.says(page)
        let again = Self.table(try second.output)
        for label in ["rows read", "refused", "credentials signed", "wallets filled", "certificates stacked", "consents given"] {
            #expect(again[label]?.number == table[label]?.number, "\(label)")
        }
        #expect(try SharedFiles.contents(of: self.folder + "/badge.json") == badge, "byte for byte")
        #expect(try await Self.isValid(self.folder))
        try await self.plantAndFind()
        #expect(await second.child.stop(.interrupt, grace: .seconds(25)) == .exited(0))
        #expect(StackRun.processes(of: self.folder) == [])
    }

    /// Changes one row of each projection behind the services' backs, and sees a check name each.
    private func plantAndFind() async throws {
        let stack = try JSON(parsing: SharedFiles.contents(of: self.folder + "/stack.json"))
        let owner = try #require(stack["database"]?["owner"]?.string)
        var psql = Command("psql", ["-XqAt", "-v", "ON_ERROR_STOP=1", owner])
        psql.input = Array(
            """
            UPDATE wallet.item SET state = 'suspended' WHERE id = (SELECT min(id::text)::uuid FROM wallet.item WHERE state = 'active');
            UPDATE wallet.progress SET share = 1 WHERE id = (SELECT min(id::text)::uuid FROM wallet.progress);
            UPDATE pathway.credential SET state = 'suspended' WHERE id = (SELECT min(id::text)::uuid FROM pathway.credential WHERE state = 'active');
            DELETE FROM matching.skill WHERE credential = (SELECT min(credential::text)::uuid FROM matching.skill);
            UPDATE matching.item SET state = 'removed' WHERE id = (SELECT min(id::text)::uuid FROM matching.item);
            UPDATE matching.consent SET purpose = 'recruiting' WHERE id = (SELECT min(id::text)::uuid FROM matching.consent);
            """.utf8)
        try await ChildProcess.run(psql)
        let check = try await StackRun.cairn(["check", "--folder", self.folder, "--patience", "0s"])
        #expect(check.code == 1)
        let found = check.output.split(separator: "\n").filter { $0.hasPrefix("lost: ") }
        for (consumer, field) in [
            ("wallet.record: credential", "state"), ("wallet.progress: progress", "share"), ("pathway.progress: credential", "state"),
            ("matching.skills: credential", "skills"), ("matching.skills: item", "state"), ("matching.consent: consent", "purpose"),
        ] {
            let one = found.filter { $0.hasPrefix("lost: \(consumer) ") && $0.hasSuffix(": \(field) is not as its newest event says") }
            #expect(one.count == 1, "\(consumer): \(check.output)")
        }
        #expect(check.output.hasSuffix("lost 6, double 0, foreign 0\n"))
    }

    /// The lines of the table: what is seen beside each label, and the rest of it.
    static func table(_ output: String) -> [String: (number: Int?, rest: String)] {
        var table: [String: (number: Int?, rest: String)] = [:]
        for line in output.split(separator: "\n") where line.hasPrefix("  ") {
            guard let end = line.dropFirst(2).firstRange(of: "  ") else { continue }
            let rest = line[end.upperBound...].drop { $0 == " " }
            let number = Int(rest.prefix { $0.isNumber || $0 == "," }.filter { $0 != "," })
            table[String(line.dropFirst(2)[..<end.lowerBound])] = (number, String(rest))
        }
        return table
    }

    /// Judges the badge by the command that the story leaves, from its files alone.
    static func isValid(_ folder: String) async throws -> Bool {
        let demo = try JSON(parsing: SharedFiles.contents(of: folder + "/demo.json"))
        let words = try #require(demo["verify"]?.string).split(separator: " ").map(String.init)
        #expect(words.first?.hasSuffix("/cairn") == true, "as this one was called")
        return try await StackRun.cairn(Array(words.dropFirst())).code == 0
    }
}
