import Configuration
import Glibc

/// `cairn down`: ends the stack of a folder, and removes the folder when that is wanted.
enum DownCommand {
    static let folder = ConfigurationKey(
        "folder", .path, default: ".cairn", isFlagOnly: true, help: "The folder of the stack.")
    static let wipe = ConfigurationKey(
        "wipe", .bool, default: false, isFlagOnly: true, help: "Also removes the folder, with all data and keys. Nothing brings them back.")

    /// How long a stack may take to end, and how often is looked.
    static let limit = Duration.seconds(30)
    static let pause = Duration.milliseconds(50)

    static let command = Command(
        "down", summary: "ends the Cairn that runs in a folder",
        discussion: """
            Asks the cairn up that has the folder to end, and waits for it. The folder stays, and the next cairn up finds all of it again; \
            --wipe removes it. A folder that cairn up did not make is left alone.
            """,
        options: [Self.folder, Self.wipe],
        examples: [.init("cairn down", "Ends it; the data stay."), .init("cairn down --wipe", "As if it had never been there.")],
        exitCodes: [
            .init(0, "nothing runs there, and with --wipe nothing is left"),
            .init(1, "it does not end, or the folder is not one of cairn up"),
        ], run: Self.run)

    private static func run(_ call: Invocation) async throws -> Int32 {
        let folder = try StackFolder(call.configuration[Self.folder])
        guard folder.isMarked else {
            guard access(folder.path, F_OK) != 0 else { throw CommandFailure("\(folder.path) was not made by cairn up; it is left alone") }
            call.terminal.print("There is no stack at \(folder.path).")
            return Command.ExitCode.done.number
        }
        if let process = StackLock.holder(of: folder) {
            try await Self.end(process, of: folder, clock: ContinuousClock())
            call.terminal.print("The stack of \(folder.path), process \(process), has ended.")
        } else {
            call.terminal.print("No stack runs in \(folder.path).")
        }
        if call.configuration[Self.wipe] {
            try await folder.remove()
            call.terminal.print("\(folder.path) is gone.")
        }
        return Command.ExitCode.done.number
    }

    /// The kernel says whose the lock is, so no process of somebody else's is ever asked to end.
    private static func end(_ process: Int32, of folder: StackFolder, clock: some Clock<Duration>) async throws {
        guard kill(process, SIGTERM) == 0 else {
            throw CommandFailure("the stack's process \(process) can't be asked to end: \(String(cString: strerror(errno)))")
        }
        let deadline = clock.now.advanced(by: Self.limit)
        while StackLock.holder(of: folder) == process {
            guard clock.now < deadline else {
                throw CommandFailure(
                    "the stack's process \(process) has not ended within \(Stage.seconds(Self.limit)); its logs: \(folder.logs)")
            }
            try await clock.sleep(for: Self.pause)
        }
    }
}
