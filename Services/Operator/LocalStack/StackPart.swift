import Glibc
import LocalServers
import Synchronization

/// A part of a local stack: something that runs beside this process, ends with it, and can be started again.
protocol StackPart: Sendable {
    /// How people call it.
    var name: String { get }
    /// Where to look when it ends.
    var log: String { get }
    /// Starts it, also when it has ended.
    func start() async throws
    /// Waits until it has ended.
    func ended() async -> Ending
    /// Ends it cleanly.
    func stop() async
}

/// A program of the suite, or nginx, as a part.
final class ProgramPart: StackPart {
    let name: String
    let log: String
    private let command: LocalServers.Command
    private let signal: Signal
    private let grace: Duration
    private let child = Mutex<ChildProcess?>(nil)

    /// A program that writes to a log, is asked to end by a signal, and is killed when it has not after a while.
    init(_ name: String, _ command: LocalServers.Command, log: String, endedBy signal: Signal = .terminate, within grace: Duration) {
        var command = command
        command.output = .appended(to: log)
        (self.name, self.command, self.log, self.signal, self.grace) = (name, command, log, signal, grace)
    }

    /// Its process; nil before its start.
    var process: Int32? { self.child.withLock { $0?.id } }

    func start() async throws {
        let child = try await ChildProcess.start(self.command)
        self.child.withLock { $0 = child }
    }

    func ended() async -> Ending {
        guard let child = self.child.withLock({ $0 }) else { preconditionFailure("a part is started before it is waited for") }
        let ending = await child.wait()
        // Its group is named for it: whatever it had started, such as nginx its workers, must not keep its place from the next one.
        kill(-child.id, SIGKILL)
        return ending
    }

    func stop() async {
        await self.child.withLock { $0 }?.stop(self.signal, grace: self.grace)
    }
}

extension PostgresServer: StackPart {
    var name: String { "PostgreSQL" }
    func start() async throws { try await self.restart() }
    func stop() async { await self.stop(.fast) }
}

extension KafkaServer: StackPart {
    var name: String { "Kafka" }
    func start() async throws { try await self.restart() }
}
