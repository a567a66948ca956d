import CloudEvents
import LocalServers
import Messaging
import TestSupport
import Testing
import Toys

@Suite struct `A check of deliveries` {
    @Test func `finds nothing where all is well, and names each row that was planted`() async throws {
        try await withToyStack { stack in
            let maker = try await stack.start("maker")
            let keeper = try await stack.start("keeper")
            try await stack.write(40)
            try await expectCleanCheck(stack)
            #expect(await maker.child.stop() == .exited(0))
            #expect(await keeper.child.stop() == .exited(0))
            let subjects = try await stack.database.execute("SELECT string_agg(DISTINCT id::text, ',') FROM maker.thing")
                .split { !($0.isHexDigit || $0 == "-") }.compactMap { UUIDValue($0) }
            let (lost, moved, stranger) = (subjects[0], subjects[1], UUIDValue(high: 99, low: 1))
            try await stack.database.execute(
                """
                DELETE FROM keeper.inbox_version WHERE subject = '\(lost)';
                UPDATE keeper.inbox_version SET college = 77 WHERE subject = '\(moved)';
                INSERT INTO keeper.inbox_version VALUES ('keeper.mirror', 'cairn.thing.v1', '\(stranger)', 1, 1, '\(stranger)');
                """)
            let report = try await stack.check(within: .zero)
            #expect(report.lost == 1 && report.foreign == 2)
            #expect(
                Set(report.findings.map { "\($0.kind.rawValue) \($0.subject)" }) == [
                    "lost \(lost)", "foreign \(moved)", "foreign \(stranger)",
                ])
            #expect(report.findings.allSatisfy { $0.consumer == "keeper.mirror" && $0.topic == "cairn.thing.v1" })
        }
    }

    @Test func `does not take for lost what waits parked`() async throws {
        try await withToyStack { stack in
            _ = try await stack.start("maker")
            _ = try await stack.start("keeper")
            try await stack.change([1], to: 3)
            try await stack.change([1], to: -3)
            try await eventually("the event that fails is parked") { try await stack.count("SELECT count(*) FROM keeper.parked") == 1 }
            let report = try await stack.check()
            #expect(report.lost == 0 && report.parked == 1)
            try await stack.database.execute("DELETE FROM keeper.parked")
            #expect(try await stack.check(within: .zero).lost == 1, "neither applied nor parked any more")
        }
    }
}
