import Glibc
import TestSupport
import Testing

@testable import cairn

/// What must not be noticed by those who use a stack, or must at least cost them nothing.
@Suite(.enabled(if: TestTier.isAll && StackRun.isWhole), .serialized) struct `A stack that is used` {
    @Test func `replaces every process of its services, and every request gets its answer`() async throws {
        try await LoadedStack.running(httpProcesses: 2) { stack in
            let (former, workers) = (stack.serviceIDs(), try stack.siteWorkers())
            #expect(former.count == 15 && !workers.isEmpty)
            let record = try await stack.load.run {
                try await stack.everyoneAnswers()
                let before = stack.load.record.successes
                let restart = try await StackRun.cairn(["restart", "--folder", stack.run.folder])
                #expect(restart.code == 0, "\(restart.output)")
                let after = stack.load.record.successes
                for question in stack.load.questions {
                    #expect(after[question.name, default: 0] > before[question.name, default: 0], "\(question.name) meanwhile")
                }
                // Counters begin anew with each process.
                try await stack.everyoneAnswers()
            }
            let now = stack.serviceIDs()
            #expect(now.count == 15 && now.isDisjoint(with: former))
            #expect(try stack.siteWorkers().isDisjoint(with: workers), "nginx has read its files anew")
            #expect(record.faults == [])
            print("answers during a rolling restart: \(record.answers)")
            for (question, statuses) in record.answers { #expect(statuses.keys.allSatisfy { (200..<500).contains($0) }, "\(question)") }
            try await stack.expectSound(record)
        }
    }

    @Test func `has all that it has confirmed when PostgreSQL was restarted meanwhile, by request and by a crash`() async throws {
        try await LoadedStack.running(httpProcesses: 1) { stack in
            let record = try await stack.load.run {
                for signal in [SIGINT, SIGQUIT, SIGKILL] {
                    let former = try stack.run.process(of: "postgres")
                    let before = stack.load.record.successes
                    kill(former, signal)
                    try await eventually("another PostgreSQL runs, and every question is answered again") {
                        // For a moment there is none.
                        guard let now = try? stack.run.process(of: "postgres"), now != former else { return false }
                        let after = stack.load.record.successes
                        return stack.load.questions.allSatisfy { after[$0.name, default: 0] > before[$0.name, default: 0] + 5 }
                    }
                }
            }
            print("answers while PostgreSQL was restarted thrice: \(record.answers)")
            // It is said that it can't be answered now; nothing is guessed, and no connection breaks.
            for (question, statuses) in record.answers {
                #expect(statuses.keys.allSatisfy { (200..<500).contains($0) || $0 == 503 }, "\(question): \(statuses)")
            }
            #expect(record.answers.values.contains { $0[503] != nil }, "somebody noticed that it was away")
            #expect(record.faults.filter { !$0.contains("(503)") } == [])
            try await stack.expectSound(record)
        }
    }

    @Test func `has all that it has confirmed when each of its services was killed meanwhile`() async throws {
        try await LoadedStack.running(httpProcesses: 1) { stack in
            let record = try await stack.load.run {
                for process in stack.processes {
                    let victim = try stack.run.process(of: process.service.program)
                    let before = stack.load.record.successes
                    kill(victim, SIGKILL)
                    try await stack.run.says("\n\(process.name) was ended by signal 9; it starts again in ")
                    try await eventually("another \(process.name) runs, and every question is answered again") {
                        // For a moment there is none.
                        guard let now = try? stack.run.process(of: process.service.program), now != victim else { return false }
                        let after = stack.load.record.successes
                        return stack.load.questions.allSatisfy { after[$0.name, default: 0] > before[$0.name, default: 0] + 5 }
                    }
                }
            }
            #expect(record.faults.allSatisfy { $0.contains("(503)") }, "the site says that a part of it is away: \(record.faults)")
            try await stack.expectSound(record)
        }
    }

    @Test func `applies each record once though each comes twice`() async throws {
        try await LoadedStack.running(httpProcesses: 1) { stack in
            let record = try await stack.load.run { try await stack.everyoneAnswers() }
            try await stack.expectSound(record)
            var applied = try await stack.counters("cairn_inbox_applied_total")
            try await eventually("all that follows from it has been applied") {
                let before = applied
                _ = try await StackRun.cairn(["check", "--folder", stack.run.folder])
                applied = try await stack.counters("cairn_inbox_applied_total")
                return applied == before
            }
            let skipped = try await stack.counters("cairn_inbox_skipped_total")
            #expect(applied.values.allSatisfy { $0.values.reduce(0, +) > 0 })
            // With another log everything is sent anew.
            kill(try stack.run.process(of: "cairn"), SIGKILL)
            for process in stack.processes {
                for (consumer, count) in applied[process] ?? [:] {
                    let same = consumer.replacing("applied", with: "skipped")
                    try await eventually("\(consumer) has come again \(count) times") {
                        let now = try await stack.counter("cairn_inbox_skipped_total", of: process)[same] ?? 0
                        return now - (skipped[process]?[same] ?? 0) >= count
                    }
                }
            }
            #expect(try await stack.counters("cairn_inbox_applied_total") == applied, "nothing was applied twice")
            try await stack.expectSound(record)
        }
    }
}
