import CloudEvents
import LocalServers
import Messaging
import TestSupport
import Testing
import Toys

@Suite struct `Events between two services` {
    @Test(arguments: ToyBroker.Kind.all)
    func `arrive once, in order, and are answered`(kind: ToyBroker.Kind) async throws {
        try await withToyStack(on: kind) { stack in
            let maker = try await stack.start("maker")
            let keeper = try await stack.start("keeper")
            let written = try await stack.write(300)
            let report = try await stack.check()
            #expect(report.findings == [])
            #expect(report.events >= written)
            try await eventually("the echoes are heard") { try await stack.differences() == 0 }
            #expect(try await stack.appliedTwice() == 0)
            #expect(await maker.child.stop() == .exited(0))
            #expect(await keeper.child.stop() == .exited(0))
            #expect(try keeper.metric("cairn_inbox_holes_total") == 0)
            #expect(try keeper.metric("cairn_inbox_applied_total") == written)
        }
    }
}
