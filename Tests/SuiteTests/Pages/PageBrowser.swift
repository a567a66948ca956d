import Glibc
import JSON
import LocalServers
import TestSupport

/// Debian's Chromium, driven by the scripts of `Tests/Pages` in the environment that `deploy/dev test --all` makes. Under CI a missing one fails.
enum PageBrowser {
    /// The Python that has axe and Playwright; nil when it is not here.
    private static let python: String? = [
        getenv("PAGES_PYTHON").map { String(cString: $0) }, SharedFiles.packageRoot + "/.build/pages/bin/python",
    ].compactMap { $0 }.first { access($0, X_OK) == 0 }

    private static let chromium: String? = {
        let folders = getenv("PATH").map { String(cString: $0).split(separator: ":") } ?? []
        return folders.map { "\($0)/chromium" }.first { access($0, X_OK) == 0 }
    }()

    /// Whether pages are to be tested; says so in one line when not.
    static let isHere: Bool = {
        if (Self.python != nil && Self.chromium != nil) || getenv("CI").map({ String(cString: $0) }) == "true" { return true }
        print("not here, so pages are not tested: Chromium and its driver (deploy/dev test --all installs them)")
        return false
    }()

    /// Browsers that run at a time: each takes a core while it judges.
    private static let gate = TestGate(limit: 2)

    /// Runs one of the scripts by a plan to its end; what it told, line by line. A script that broke is an error with its last words.
    static func run(_ script: String, _ plan: JSONObject) async throws -> [JSON] {
        guard let python = Self.python, let chromium = Self.chromium else {
            throw ScriptBroke(words: "Chromium or its driver is missing; deploy/dev test --all installs them")
        }
        var plan = plan
        plan["browser"] = .string(chromium)
        let path = try TestFolder.new() + "/plan.json"
        var command = Command("sh", ["-c", "cat > \"$1\" && exec \"$2\" -B \"$3\" \"$1\"", "sh", path, python, self.folder + script])
        command.input = JSON.object(plan).bytes()
        await Self.gate.enter()
        defer { Self.gate.leave() }
        let lines = try await Self.output(of: command).split(separator: "\n")
        let rows = try lines.filter { $0.hasPrefix("{") }.map { try JSON(parsing: Array($0.utf8)) }
        guard rows.last?["end"] != nil else { throw ScriptBroke(words: lines.suffix(20).joined(separator: "\n")) }
        return rows.dropLast()
    }

    /// What it wrote. Exit code 1 says that a step does not hold, and so does the step's own line.
    private static func output(of command: Command) async throws -> String {
        do {
            return try await ChildProcess.run(command)
        } catch ChildProcessError.failed(_, .exited(1), let told) {
            return told
        }
    }

    private static let folder = SharedFiles.packageRoot + "/Tests/Pages/"
}

/// A script did not come to its end.
struct ScriptBroke: Error, CustomStringConvertible {
    let words: String
    var description: String { self.words }
}
