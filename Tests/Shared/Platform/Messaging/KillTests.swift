import LocalServers
import Messaging
import TestSupport
import Testing
import Toys

/// Processes that are killed or stopped at the worst moment. Each test shows that its fault happened, and ends with a clean check.
@Suite struct `A process that is killed` {
    @Test(arguments: ToyBroker.Kind.all)
    func `between sending a page and noting it costs a repetition, and nothing else`(kind: ToyBroker.Kind) async throws {
        try await withToyStack(on: kind) { stack in
            let keeper = try await stack.start("keeper")
            let doomed = try await stack.start("maker", as: "doomed", failpoints: "relay-produced=kill@3")
            try await stack.write(untilStopped: doomed)
            #expect(doomed.child.ending == .signalled(9), "the failpoint was reached")
            let heir = try await stack.start("maker", as: "heir")
            try await stack.write(60, seed: 2)
            try await expectCleanCheck(stack)
            let events = try await stack.count("SELECT (SELECT count(*) FROM maker.outbox) + (SELECT count(*) FROM keeper.outbox)")
            #expect(try await stack.onTheWire() > events, "a page went out twice")
            #expect(try await eventuallyMetric(keeper, "cairn_inbox_skipped_total") > 0, "its reader saw it twice and applied it once")
            #expect(try await eventuallyMetric(heir, "cairn_relay_takeovers_total") > 0)
        }
    }

    @Test(arguments: ToyBroker.Kind.all)
    func `between the effect of a slice and its commit leaves no trace of it`(kind: ToyBroker.Kind) async throws {
        try await withToyStack(on: kind) { stack in
            let maker = try await stack.start("maker")
            let doomed = try await stack.start("keeper", as: "doomed", failpoints: "consumer-applied=kill@2")
            try await stack.write(120)
            #expect(await doomed.child.wait() == .signalled(9), "the failpoint was reached")
            let heir = try await stack.start("keeper", as: "heir")
            try await expectCleanCheck(stack)
            #expect(try await eventuallyMetric(heir, "cairn_inbox_claims_total") == 4, "the partitions were taken over")
            #expect(maker.child.ending == nil)
        }
    }

    @Test(arguments: ToyBroker.Kind.all)
    func `at both ends at once, again and again, loses nothing`(kind: ToyBroker.Kind) async throws {
        try await withToyStack(on: kind) { stack in
            // One keeper that lives: the relay waits for its reader, and the one that is killed leaves its partitions to it.
            _ = try await stack.start("keeper", as: "standing")
            for round in 1...3 {
                let maker = try await stack.start("maker", as: "maker-\(round)", failpoints: "relay-produced=kill@\(round + 1)")
                let keeper = try await stack.start("keeper", as: "keeper-\(round)", failpoints: "consumer-applied=kill")
                try await stack.write(seed: UInt64(round), untilStopped: maker)
                #expect(maker.child.ending == .signalled(9))
                keeper.child.send(.kill)
            }
            _ = try await stack.start("maker")
            try await expectCleanCheck(stack)
        }
    }
}

@Suite struct `A process that is stopped beyond its lease and goes on` {
    @Test(arguments: ToyBroker.Kind.all)
    func `as a relay is fenced, and nothing is applied twice`(kind: ToyBroker.Kind) async throws {
        try await withToyStack(on: kind) { stack in
            _ = try await stack.start("keeper")
            let zombie = try await stack.start("maker", as: "zombie", failpoints: "relay-produced=stop@2")
            try await stack.write(untilStopped: zombie)
            let heir = try await stack.start("maker", as: "heir")
            try await eventually("another takes the lease") { try heir.metric("cairn_relay_takeovers_total") > 0 }
            try await stack.write(60, seed: 2)
            zombie.child.send(.resume)
            #expect(try await eventuallyMetric(zombie, "cairn_relay_fenced_total") > 0, "the one that came back was fenced")
            try await expectCleanCheck(stack)
        }
    }

    @Test(arguments: ToyBroker.Kind.all)
    func `as a consumer is fenced, and nothing is applied twice`(kind: ToyBroker.Kind) async throws {
        try await withToyStack(on: kind) { stack in
            _ = try await stack.start("maker")
            let zombie = try await stack.start("keeper", as: "zombie", failpoints: "consumer-applied=stop@2")
            try await stack.write(untilStopped: zombie)
            let heir = try await stack.start("keeper", as: "heir")
            try await eventually("another reads on") { try heir.metric("cairn_inbox_claims_total") > 0 }
            zombie.child.send(.resume)
            try await stack.write(60, seed: 2)
            try await expectCleanCheck(stack)
            #expect(try await eventuallyMetric(zombie, "cairn_inbox_fenced_total") > 0, "the one that came back was fenced")
        }
    }
}

/// All that was written is applied, heard and held right; nothing twice; no hole.
func expectCleanCheck(_ stack: ToyStack, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let report = try await stack.check()
    #expect(report.findings.isEmpty, "\(report.findings)", sourceLocation: sourceLocation)
    #expect(report.events > 0, sourceLocation: sourceLocation)
    try await eventually("every thing is mirrored and heard as it is") { try await stack.differences() == 0 }
    #expect(try await stack.appliedTwice() == 0, sourceLocation: sourceLocation)
}

/// A counter that a process will write in a moment.
func eventuallyMetric(_ run: ToyRun, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> Int {
    do { try await eventually("\(name) is more than 0") { try run.metric(name) > 0 } } catch {
        Issue.record("\(name) stays 0; the process: \(run.story)", sourceLocation: sourceLocation)
    }
    return try run.metric(name)
}
