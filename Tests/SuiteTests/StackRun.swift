import Glibc
import JSON
import LocalServers
import TestSupport

/// One `cairn up` as a person starts it, in a folder of its own, and what it has written.
struct StackRun: Sendable {
    let child: ChildProcess
    let folder: String
    let port: Int
    private let log: String

    /// Starts it. The same folder and port again is a second start.
    static func start(
        in folder: String, port: Int, _ flags: [String], environment: [String: String] = [:]
    ) async throws -> StackRun {
        let log = "\(folder).\(UInt32.random(in: 0 ... .max)).log"
        var command = Command(try Self.program("cairn"), ["up", "--folder", folder, "--port", String(port)] + flags)
        command.folder = SharedFiles.packageRoot
        command.environment = environment
        command.output = .appended(to: log)
        // Asked to end as a person would ask, should the test end first.
        command.deathSignal = .terminate
        return StackRun(child: try await ChildProcess.start(command), folder: folder, port: port, log: log)
    }

    /// Starts it and waits until all runs.
    static func running(in folder: String, port: Int, _ flags: [String]) async throws -> StackRun {
        let run = try await Self.start(in: folder, port: port, flags)
        try await eventually("the stack runs") {
            if run.child.ending != nil { throw StackEnded(output: try run.output) }
            return try run.output.contains("\nCairn runs at http://localhost:\(port) ")
        }
        return run
    }

    /// What it has written.
    var output: String {
        get throws { access(self.log, R_OK) == 0 ? String(decoding: try SharedFiles.contents(of: self.log), as: UTF8.self) : "" }
    }

    /// Waits for a line.
    func says(_ text: String) async throws {
        try await eventually("it says \(text)") { try self.output.contains(text) }
    }

    /// Every process that has something of the folder on its command line or works in it, this test's own aside.
    static func processes(of folder: String) -> [String] {
        SharedProcesses.all().filter { id, command in
            id != getpid() && (command.contains(folder) || SharedProcesses.variables(of: id).contains(folder))
        }.map { "\($0) \($1)" }
    }

    /// The process of one of its programs.
    func process(of program: String) throws -> Int32 {
        let found = SharedProcesses.all().first { id, command in
            // nginx calls itself so.
            let name = command.split(separator: " ").first ?? ""
            return SharedProcesses.parent(of: id) == self.child.id && (name.hasSuffix("/\(program)") || name == "\(program):")
        }
        guard let found else { throw StackEnded(output: "no \(program) runs; \(try self.output)") }
        return found.0
    }

    /// Whether every service of the suite has been built.
    static let isWhole = ["issuer", "wallet", "pathway", "matching", "verifier"].allSatisfy { name in
        // Where the tests' own program is not found, none is.
        (try? Self.program("cairn-\(name)")).map { access($0, X_OK) == 0 } ?? false
    }

    /// Runs `cairn` with these words to its end; its exit code and what it wrote.
    static func cairn(_ words: [String]) async throws -> (code: Int32, output: String) {
        do {
            return (0, try await ChildProcess.run(Command(try Self.program("cairn"), words)))
        } catch ChildProcessError.failed(_, .exited(let code), let output) {
            return (code, output)
        }
    }

    /// A site port whose followers are free too. It lies below those that the system gives to connections, which come and go.
    static func freePort() -> Int {
        while true {
            let port = Int.random(in: 10_000...30_000)
            let wanted = [port] + (1...5).map { port + $0 } + (1_001...1_005).map { port + $0 }
            if wanted.allSatisfy(SharedProcesses.isFree) { return port }
        }
    }

    private static func program(_ name: String) throws -> String { try Self.programs() + "/\(name)" }

    /// The folder in which the programs were built, this one's own.
    static func programs() throws -> String {
        var path = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &path, path.count - 1)
        let text = String(decoding: path[..<max(0, count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    }
}

/// The stack ended, or lacks something, when it should run.
struct StackEnded: Error {
    let output: String
}
