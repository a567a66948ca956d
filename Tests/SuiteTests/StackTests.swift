import Glibc
import LocalServers
import TestSupport
import Testing

/// A stack without its story: what it starts, keeps alive and takes with it.
@Suite(.enabled(if: TestTier.isAll), .serialized) struct `A local stack` {
    let folder: String
    let port = StackRun.freePort()

    init() throws {
        self.folder = try TestFolder.new()
    }

    func running() async throws -> StackRun { try await .running(in: self.folder, port: self.port, StackRun.storyless) }

    /// Ends it as Ctrl-C does.
    func end(_ run: StackRun) async throws {
        let began = ContinuousClock.now
        #expect(await run.child.stop(.interrupt, grace: .seconds(25)) == .exited(0))
        #expect(began.duration(to: .now) < .seconds(20))
        #expect(try run.output.hasSuffix("All has stopped.\n"))
        #expect(StackRun.processes(of: self.folder) == [])
    }

    @Test func `starts, is found clean by a check, ends with all that it started, and starts again sooner`() async throws {
        let first = try await self.running()
        let check = try await StackRun.cairn(["check", "--folder", self.folder])
        #expect(check.code == 0 && check.output.hasSuffix("lost 0, double 0, foreign 0\n"), "\(check.output)")
        try await self.end(first)
        let began = ContinuousClock.now
        let second = try await self.running()
        #expect(began.duration(to: .now) < .seconds(20))
        #expect(try second.output.contains("   0 migrations applied\n"))
        try await self.end(second)
    }

    @Test func `lets no second one have its folder or its ports, and says whose they are`() async throws {
        let run = try await self.running()
        let same = try await StackRun.cairn(["up", "--folder", self.folder, "--port", String(self.port)] + StackRun.storyless)
        #expect(same.code == 1)
        #expect(same.output.contains("another cairn up, process \(run.child.id), runs in \(self.folder); cairn down --folder"))
        let other = try await StackRun.cairn(["up", "--folder", self.folder + "-2", "--port", String(self.port)] + StackRun.storyless)
        #expect(other.code == 1 && other.output.contains("port \(self.port), for the site, is taken by process "), "\(other.output)")
        let down = try await StackRun.cairn(["down", "--folder", self.folder])
        #expect(down.code == 0 && down.output.contains("process \(run.child.id), has ended"), "\(down.output)")
        #expect(await run.child.wait() == .exited(0))
        let moved = try await StackRun.cairn(["up", "--folder", self.folder, "--port", String(StackRun.freePort())] + StackRun.storyless)
        #expect(moved.code == 1 && moved.output.contains("which its credentials bear for good"), "\(moved.output)")
        #expect(try await StackRun.cairn(["down", "--wipe", "--folder", self.folder]).code == 0)
        #expect(access(self.folder, F_OK) != 0)
        #expect(StackRun.processes(of: self.folder) == [])
    }

    @Test(arguments: ["cairn-issuer", "cairn", "postgres", "nginx"])
    func `starts again what was killed`(program: String) async throws {
        let run = try await self.running()
        let victim = try run.process(of: program)
        kill(victim, SIGKILL)
        try await run.says(" was ended by signal 9; it starts again in 0.5 s (log: ")
        try await eventually("another \(program) runs") {
            // For a moment there is none.
            (try? run.process(of: program)).map { $0 != victim } ?? false
        }
        try await eventually("the check is clean again") {
            try await StackRun.cairn(["check", "--folder", self.folder, "--patience", "0s"]).code == 0
        }
        try await self.end(run)
    }

    @Test func `leaves nothing behind when it is killed itself, and finds its data after it`() async throws {
        let first = try await self.running()
        first.child.send(.kill)
        await first.child.wait()
        try await eventually("all that it had started has gone", within: .seconds(10)) { StackRun.processes(of: self.folder).isEmpty }
        let second = try await self.running()
        #expect(try second.output.contains("   0 migrations applied\n"))
        try await self.end(second)
    }

    /// A build with a compiler that cares for no signal and leads a group of its own, as SwiftPM's do.
    private static func endlessBuild(_ folder: String) -> String { "sh -c 'setsid sh -c \"trap : INT; sleep 600; echo \(folder)\" & wait'" }

    @Test(arguments: ["== PostgreSQL (", "== the services' programs ("])
    func `gives up its start when it is asked to end meanwhile`(sign: String) async throws {
        let run = try await StackRun.start(
            in: self.folder, port: self.port, StackRun.storyless + ["--build", Self.endlessBuild(self.folder)])
        try await run.says(sign)
        try await self.end(run)
        #expect(try !run.output.contains("Cairn runs at"))
    }

    @Test func `ends when its programs can't be built, with what the compiler said`() async throws {
        let build = "sh -c 'echo [1/2] Compiling; echo Main.swift:1:1: error: no such thing; echo and more; exit 1'"
        let run = try await StackRun.start(in: self.folder, port: self.port, StackRun.storyless + ["--build", build])
        #expect(await run.child.wait() == .exited(1))
        let said = try run.output
        #expect(said.contains("the build ended with exit code 1 ("), "\(said)")
        #expect(said.hasSuffix("\nMain.swift:1:1: error: no such thing\n"), "\(said)")
        #expect(StackRun.processes(of: self.folder) == [])
    }
}

extension StackRun {
    /// Flags for a stack that only runs.
    static let storyless = ["--no-demo"] + (Self.isWhole ? [] : ["--services", "issuer,verifier,matching,pathway"])
}
