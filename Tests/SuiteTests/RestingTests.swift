import Glibc
import TestSupport
import Testing

@testable import cairn

/// What a stack costs that nobody uses: a college has its services all night, and pays for them.
///
/// Counted is how often something happens, for that is the same on every machine; the time that it takes is printed beside it.
@Suite(.enabled(if: TestTier.isAll && StackRun.isWhole), .serialized) struct `A stack that rests` {
    /// For how long is counted.
    static let seconds = 10
    /// How often all threads of one service may wake in a second. Most are the relay, which looks ten times and each time waits for its answer, and
    /// the thread that fetches from the embedded broker, which answers every 40 ms.
    static let wakeUps = 180
    /// How many transactions all services together may run in a second: five relays look ten times, and once more for whatever anybody has written.
    static let transactions = 115

    @Test func `wakes seldom, and asks PostgreSQL little`() async throws {
        try await LoadedStack.running(httpProcesses: 1) { stack in
            // What the story has set off comes to rest first.
            try await Task.sleep(for: .seconds(3))
            let (services, before) = (stack.serviceIDs(), try await Self.transactions(of: stack))
            let first = services.map(ProcessUse.init(of:))
            try await Task.sleep(for: .seconds(Self.seconds))
            let last = services.map(ProcessUse.init(of:))
            let transactions = (try await Self.transactions(of: stack) - before) / Self.seconds
            for (id, (was, now)) in zip(services, zip(first, last)) {
                let rate = (now.wakeUps - was.wakeUps) / Self.seconds
                print(
                    "at rest: \(now.name) \(rate) wake-ups a second, \(now.ticks - was.ticks) ticks in \(Self.seconds) s, \(now.memory) kB")
                #expect(1...Self.wakeUps ~= rate, "\(now.name), process \(id)")
            }
            print("at rest: \(transactions) transactions a second")
            #expect(1...Self.transactions ~= transactions)
        }
    }

    /// How many transactions the stack's database has ended so far.
    private static func transactions(of stack: LoadedStack) async throws -> Int {
        let text = try await stack.sql("SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()")
        return try #require(Int(text.split(separator: "\n").first ?? ""))
    }
}

/// What a process has used so far (proc(5)).
struct ProcessUse {
    let name: String
    /// How often its threads went to sleep; each of those times they were woken.
    let wakeUps: Int
    /// Its time on a processor, in ticks of the system.
    let ticks: Int
    /// What of it is in memory now, in kB.
    let memory: Int

    init(of id: Int32) {
        let fields = SharedProcesses.status(of: id)
        self.name = fields["Name"] ?? "?"
        self.memory = Self.number(fields["VmRSS"])
        let threads = SharedProcesses.threads(of: id)
        self.wakeUps = threads.map { Self.number(SharedProcesses.status(of: id, thread: $0)["voluntary_ctxt_switches"]) }.reduce(0, +)
        self.ticks = SharedProcesses.ticks(of: id)
    }

    private static func number(_ text: String?) -> Int { text.flatMap { Int($0.prefix { $0.isNumber }) } ?? 0 }
}
