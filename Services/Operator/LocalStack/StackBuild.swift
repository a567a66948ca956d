import Configuration
import Glibc
import LocalServers

/// The build of the services' programs, which goes on while PostgreSQL and the broker start.
struct StackBuild: Sendable, Equatable {
    /// How long it may take to end when it is given up.
    static let grace = Duration.seconds(10)
    /// How many lines of what went wrong are shown.
    static let linesShown = 20
    /// The most bytes of a log that is searched for them.
    static let logLimit = 64 << 20

    /// As a shell takes it.
    let command: String
    /// How long it is expected to take.
    let expected: Duration

    /// Runs it beside a closure, and gives it up when the closure ends before it.
    func running(in folder: StackFolder, while body: (ChildProcess) async throws -> Void) async throws {
        var command = LocalServers.Command("sh", ["-c", "exec \(self.command)"])
        unlink(Self.log(folder))
        command.output = .appended(to: Self.log(folder))
        // As Ctrl-C would: the compilers that a build has started go with it.
        command.deathSignal = .interrupt
        let child = try await ChildProcess.start(command)
        let result: Result<Void, any Error>
        do { result = .success(try await body(child)) } catch { result = .failure(error) }
        await child.stop(.interrupt, grace: Self.grace)
        kill(-child.id, SIGKILL)
        try result.get()
    }

    /// Waits for its end; a failure has what the compiler said.
    func wait(for child: ChildProcess, in folder: StackFolder) async throws {
        let ending = await child.wait()
        guard ending != .exited(0) else { return }
        throw CommandFailure("the build \(ending) (\(self.command); log: \(Self.log(folder))):\n\(Self.words(in: folder))")
    }

    /// What the compiler found wrong, or the end of the log when that is something else.
    private static func words(in folder: StackFolder) -> String {
        let log: [UInt8]
        // Without the log, its end says as little.
        do { log = try InputFile(Self.log(folder), limit: Self.logLimit).bytes } catch { return LogTail(of: Self.log(folder)).text }
        var seen: Set<Substring> = []
        let errors = String(decoding: log, as: UTF8.self).split(separator: "\n").filter {
            $0.contains("error: ") && seen.insert($0).inserted
        }
        return errors.isEmpty ? LogTail(of: Self.log(folder)).text : errors.prefix(Self.linesShown).joined(separator: "\n")
    }

    /// How many of its steps are done: `[312/547]`, as SwiftPM counts them.
    func progress(in folder: StackFolder) -> String? {
        LogTail(of: Self.log(folder)).text.split(separator: "\n").last { $0.hasPrefix("[") }
            .flatMap { $0.split(separator: " ").first.map(String.init) }
    }

    private static func log(_ folder: StackFolder) -> String { folder.log(of: "build") }
}
