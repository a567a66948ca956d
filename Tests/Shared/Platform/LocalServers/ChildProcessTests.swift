import Glibc
import LocalServers
import Synchronization
import TestSupport
import Testing

@Suite struct `A child process` {
    @Test func `says how it ended`() async throws {
        let good = try await ChildProcess.start(Command("true"))
        #expect(await good.wait() == .exited(0))
        let bad = try await ChildProcess.start(Command("sh", ["-c", "exit 7"]))
        #expect(await bad.wait() == .exited(7))
        let killed = try await ChildProcess.start(Command("sleep", ["1000"]))
        #expect(killed.ending == nil)
        killed.send(.kill)
        #expect(await killed.wait() == .signalled(9))
        #expect(killed.ending == .signalled(9))
        killed.send(.kill)  // its number may be another's by now: nothing is sent
    }

    @Test func `is given arguments, variables, a folder and input as they are`() async throws {
        let folder = try TestFolder.new()
        var command = Command("sh", ["-c", #"printf '%s|%s|%s|' "$1" "$GREETING" "$(pwd)"; cat"#, "sh", "a 'b' \"c\" $d"])
        command.environment = ["GREETING": "good day = yes"]
        command.folder = folder
        command.input = Array("line 1\nline 2".utf8)
        let output = try await ChildProcess.run(command)
        #expect(output == "a 'b' \"c\" $d|good day = yes|\(folder)|line 1\nline 2\n")
        _ = rmdir(folder)
    }

    @Test func `writes into a file, at its end`() async throws {
        let folder = try TestFolder.new()
        for word in ["one", "two"] {
            var command = Command("sh", ["-c", "echo \(word); echo \(word) >&2"])
            command.output = .appended(to: "\(folder)/log")
            let child = try await ChildProcess.start(command)
            await child.wait()
        }
        #expect(String(decoding: try SharedFiles.contents(of: "\(folder)/log"), as: UTF8.self) == "one\none\ntwo\ntwo\n")
        try await ChildProcess.run(Command("rm", ["-rf", folder]))
    }

    @Test func `keeps the end of what it wrote, and cuts lines that have none`() async throws {
        let long = try await ChildProcess.run(Command("sh", ["-c", "head -c 3000000 /dev/zero | tr '\\0' x; echo; echo end"]))
        #expect(long.utf8.count == ChildProcess.outputLimit)
        #expect(long.hasSuffix("x\nend\n"))
        let longest = Mutex(0)
        var command = Command("sh", ["-c", "head -c 200000 /dev/zero | tr '\\0' x"])
        let lengths = LineLengths()
        command.output = .lines { lengths.note($0.utf8.count) }
        await (try await ChildProcess.start(command)).wait()
        longest.withLock { $0 = lengths.all.max() ?? 0 }
        #expect(lengths.all.reduce(0, +) == 200_000)
        #expect(longest.withLock { $0 } == Command.lineLimit)
    }

    @Test func `that is not there, or fails, is an error that says so`() async throws {
        await #expect(throws: ChildProcessError.notFound(program: "no-such-program")) {
            try await ChildProcess.run(Command("no-such-program"))
        }
        await #expect(throws: ChildProcessError.notFound(program: "/etc/passwd")) { try await ChildProcess.run(Command("/etc/passwd")) }
        let failed = ChildProcessError.failed(program: "sh", ending: .exited(3), output: "why\n")
        await #expect(throws: failed) { try await ChildProcess.run(Command("sh", ["-c", "echo why >&2; exit 3"])) }
        #expect(failed.description == "sh ended with exit code 3: why\n")
    }

    @Test func `is asked to end, and killed when it will not`() async throws {
        let (lines, report) = AsyncStream.makeStream(of: String.self)
        var command = Command("sh", ["-c", "trap '' TERM; echo ready; while :; do read -r _ < /dev/zero; done"])
        command.output = .lines { report.yield($0) }
        let stubborn = try await ChildProcess.start(command)
        for await line in lines where line == "ready" { break }
        #expect(await stubborn.stop(grace: .milliseconds(50)) == .signalled(9))
        let willing = try await ChildProcess.start(Command("sleep", ["1000"]))
        #expect(await willing.stop() == .signalled(15))
    }

    @Test func `inherits no descriptor and no ignored signal`() async throws {
        let leak = open("/etc/passwd", O_RDONLY)  // without close-on-exec, as C libraries open theirs
        defer { close(leak) }
        let names = try await ChildProcess.run(Command("ls", ["/proc/self/fd"])).split(separator: "\n").count
        #expect(names == 4)  // three, and the folder that ls reads
        signal(SIGUSR2, SIG_IGN)  // nobody else here uses it
        let ignored = try await ChildProcess.run(Command("grep", ["SigIgn", "/proc/self/status"]))
        let mask = try #require(UInt64(ignored.dropFirst(8).dropLast(), radix: 16))
        #expect(mask & 0x7fff_ffff == 0, "glibc keeps 32 and 33 for itself")
    }

    @Test(.enabled(if: geteuid() == 0)) func `runs as another user when root says so`() async throws {
        var command = Command("sh", ["-c", "id -u; id -G"])
        let user = try #require(SystemUser.unprivileged())
        command.user = user
        let output = try await ChildProcess.run(command)
        #expect(output == "\(user.id)\n\(user.group)\n")
    }

    @Test func `dies when its parent is killed`() async throws {
        let result = try await #require(processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]) {
            let child = try await ChildProcess.start(Command("sleep", ["1000"]))
            print("child \(child.id)")
            fflush(nil)
            kill(getpid(), SIGKILL)
        }
        let output = String(decoding: result.standardOutputContent, as: UTF8.self)
        let number = try #require(output.split(separator: "\n").first { $0.hasPrefix("child ") }?.dropFirst(6))
        let gone = try await waitForEnd(of: try #require(Int32(number)))
        #expect(gone)
    }
}

private final class LineLengths: Sendable {
    private let lengths = Mutex<[Int]>([])

    func note(_ length: Int) { self.lengths.withLock { $0.append(length) } }

    var all: [Int] { self.lengths.withLock { $0 } }
}
