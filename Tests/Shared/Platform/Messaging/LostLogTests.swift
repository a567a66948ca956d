import LocalServers
import Messaging
import TestSupport
import Testing
import Toys

@Suite struct `A log that is lost` {
    @Test func `is filled again from the outbox, under running services`() async throws {
        try await withToyStack { stack in
            let maker = try await stack.start("maker")
            let keeper = try await stack.start("keeper")
            try await stack.write(100)
            try await expectCleanCheck(stack)
            for round in 2...3 {
                try await stack.log.crash()
                try await stack.write(100, seed: UInt64(round))
                try await expectCleanCheck(stack)
            }
            #expect(try await eventuallyMetric(maker, "cairn_relay_rewinds_total") == 2, "the whole outbox went out again, twice")
            #expect(try await eventuallyMetric(keeper, "cairn_inbox_skipped_total") > 0)
            let events = try await stack.count("SELECT (SELECT count(*) FROM maker.outbox) + (SELECT count(*) FROM keeper.outbox)")
            #expect(try await stack.onTheWire() >= events, "the new log holds all that the outboxes do")
        }
    }

    @Test func `while its reader was away is read from its beginning`() async throws {
        try await withToyStack { stack in
            _ = try await stack.start("maker")
            let first = try await stack.start("keeper", as: "first")
            try await stack.write(60)
            try await expectCleanCheck(stack)
            #expect(await first.child.stop() == .exited(0))
            try await stack.log.crash()
            try await stack.write(60, seed: 2)
            _ = try await stack.start("keeper", as: "second")
            try await expectCleanCheck(stack)
        }
    }
}

@Suite struct `A node of Kafka that is killed` {
    @Test(.enabled(if: ToyBroker.Kind.all.contains(.kafka)))
    func `under load and started again loses nothing`() async throws {
        try await withToyStack(on: .kafka) { stack in
            let maker = try await stack.start("maker")
            let keeper = try await stack.start("keeper")
            async let load: Int = stack.write(300)
            try await eventually("something is applied") { try keeper.metric("cairn_inbox_applied_total") > 0 }
            try await stack.log.crash()
            _ = try await load
            try await expectCleanCheck(stack)
            #expect(try maker.metric("cairn_relay_rewinds_total") == 0, "it is the same log")
            #expect(try keeper.metric("cairn_inbox_holes_total") == 0)
        }
    }
}

@Suite struct `A database that goes away` {
    @Test(arguments: [PostgresServer.StopMode.fast, .immediate])
    func `is waited for by relays and consumers under load`(mode: PostgresServer.StopMode) async throws {
        try await withToyStackOnOwnServer { stack, server in
            let maker = try await stack.start("maker")
            let keeper = try await stack.start("keeper")
            async let load: Int = stack.write(200, retrying: true)
            for _ in 0..<2 {
                try await eventually("something is applied") { try keeper.metric("cairn_inbox_applied_total") > 0 }
                try await server.restart(mode)
            }
            _ = try await load
            try await expectCleanCheck(stack)
            #expect(maker.child.ending == nil && keeper.child.ending == nil, "both went on")
            let faults = try maker.metric("cairn_relay_faults_total") + keeper.metric("cairn_inbox_faults_total")
            #expect(faults > 0, "the restarts were felt")
        }
    }
}
