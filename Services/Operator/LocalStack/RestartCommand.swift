import Configuration
import Glibc

/// `cairn restart`: replaces the processes of a running stack one after the other.
enum RestartCommand {
    static let folder = ConfigurationKey(
        "folder", .path, default: ".cairn", isFlagOnly: true, help: "The folder of the stack.")

    /// How long all of it may take, and how often is looked.
    static let limit = Duration.seconds(600)
    static let pause = Duration.milliseconds(50)

    static let command = Command(
        "restart", summary: "replaces the services' processes one after the other",
        discussion: """
            Asks the cairn up that has the folder to replace every process of the services by a new one: out of the site's upstreams, drained, \
            stopped, started, back in. Where a service has two processes or more for requests (cairn up --http-processes 2), each request gets \
            its answer meanwhile; with one, its requests are answered 503 until it is back. Programs that were built anew meanwhile are what \
            starts; the schemas are those that the stack started with.
            """,
        options: [Self.folder],
        examples: [.init("cairn restart", "After a build: the new programs, and nobody notices.")],
        exitCodes: [
            .init(0, "every process was replaced"),
            .init(1, "one did not come back, and those after it are the former ones; or nothing runs there"),
        ], run: Self.run)

    private static func run(_ call: Invocation) async throws -> Int32 {
        let folder = try StackFolder(call.configuration[Self.folder])
        guard let process = StackLock.holder(of: folder), access(folder.stack, R_OK) == 0 else {
            throw CommandFailure("no stack runs in \(folder.path); cairn up starts one")
        }
        let former = try RestartRecord(of: folder)
        guard kill(process, SIGUSR1) == 0 else {
            throw CommandFailure("the stack's process \(process) can't be asked: \(String(cString: strerror(errno)))")
        }
        let took = try await Self.wait(for: folder, of: process, after: former, clock: ContinuousClock())
        call.terminal.print("Every process was replaced within \(Stage.seconds(took)).")
        return Command.ExitCode.done.number
    }

    /// Waits until the stack has written that one more restart has ended.
    private static func wait(
        for folder: StackFolder, of process: Int32, after former: RestartRecord, clock: some Clock<Duration>
    ) async throws -> Duration {
        let began = clock.now
        while true {
            let record = try RestartRecord(of: folder)
            if record.count > former.count {
                guard let problem = record.problem else { return began.duration(to: clock.now) }
                throw CommandFailure("the restart broke off: \(problem)")
            }
            guard StackLock.holder(of: folder) == process else { throw CommandFailure("the stack of \(folder.path) ended meanwhile") }
            guard began.duration(to: clock.now) < Self.limit else {
                throw CommandFailure("the restart has not ended within \(Stage.seconds(Self.limit)); the stack's logs: \(folder.logs)")
            }
            try await clock.sleep(for: Self.pause)
        }
    }
}
