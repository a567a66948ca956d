import Glibc
import LocalServers
import TestSupport
import Testing

@testable import cairn

/// The worst moment for whoever reads: what a slice does is written, and not yet committed.
@Suite(.enabled(if: TestTier.isAll && StackRun.isWhole), .serialized) struct `Each consumer of a stack` {
    @Test func `is killed amid a slice while its sibling stands still, and under load nothing is lost or doubled`() async throws {
        try await LoadedStack.running(httpProcesses: 2) { stack in
            var killed: [String] = []
            let record = try await stack.load.run {
                for service in SuiteService.all {
                    let consumers = try await stack.sql("SELECT DISTINCT consumer FROM \(service.name).inbox ORDER BY 1").split(
                        separator: "\n")
                    for consumer in consumers.map(String.init) {
                        try await Self.kill(consumer, of: service, stack)
                        killed.append(consumer)
                    }
                }
            }
            print("killed amid a slice: \(killed.joined(separator: ", ")); answers meanwhile: \(record.answers)")
            #expect(killed.count >= 9 && Set(killed).count == killed.count)
            #expect(record.faults == [])
            try await stack.expectSound(record)
        }
    }

    /// Stops the process that carries a service's events until another has its partitions; that one dies with a slice in its hands.
    private static func kill(_ consumer: String, of service: SuiteService, _ stack: LoadedStack) async throws {
        let carrier = try #require(
            stack.serviceIDs().first { id in
                let settings = SharedProcesses.settings(of: id)
                return SharedProcesses.status(of: id)["Name"] == String(service.program.prefix(15)) && settings["CAIRN_RUN"] == "events"
            })
        var command = Command(try StackRun.programs() + "/\(service.program)")
        command.environment = SharedProcesses.settings(of: carrier)
        command.environment["CAIRN_OPERATIONS_PORT"] = "0"
        command.environment["CAIRN_FAILPOINTS"] = "consumer-applied:\(consumer)=kill"
        command.withheld = ["CAIRN_SHARED"]
        command.folder = SharedFiles.packageRoot
        let doomed = try await ChildProcess.start(command)
        Glibc.kill(carrier, SIGSTOP)
        do {
            try await eventually("\(consumer) is killed amid a slice", within: .seconds(60)) { doomed.ending != nil }
        } catch {
            Glibc.kill(carrier, SIGCONT)
            await doomed.stop(.kill, grace: .seconds(1))
            throw error
        }
        Glibc.kill(carrier, SIGCONT)
        #expect(doomed.ending == .signalled(9), "\(consumer)")
    }
}
