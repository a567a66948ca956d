import Configuration
import Glibc
import LocalServers
import Synchronization

@testable import cairn

/// One call of the program: what it wrote and how it ended.
struct CairnCall {
    let code: Int32
    /// Standard output, or of a process both streams as they came.
    let output: String
    let errors: String

    var lines: [String] { self.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
    var firstLine: String { self.lines.first ?? "" }

    /// Calls it inside this process.
    static func run(_ words: [String], showsColour: Bool = false) async -> CairnCall {
        let written = Written()
        let terminal = Terminal(
            showsColour: showsColour, output: { text in written.output.withLock { $0 += text } },
            errors: { text in written.errors.withLock { $0 += text } })
        let code = await Program(Operator.command, version: "1.2.3", environment: [:], terminal: terminal).run(words)
        return CairnCall(code: code, output: written.output.withLock { $0 }, errors: written.errors.withLock { $0 })
    }

    /// Calls the built binary.
    static func process(_ words: [String], input: [UInt8] = [], environment: [String: String] = [:]) async throws -> CairnCall {
        let written = Written()
        var command = LocalServers.Command(Self.program, words)
        command.input = input
        command.environment = environment
        command.output = .lines { line in written.output.withLock { $0 += line + "\n" } }
        guard case .exited(let code) = await (try ChildProcess.start(command)).wait() else {
            return CairnCall(code: -1, output: "", errors: "")
        }
        return CairnCall(code: code, output: written.output.withLock { $0 }, errors: "")
    }

    /// The binary lies beside the tests'.
    static var program: String {
        var path = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &path, path.count - 1)
        let text = String(decoding: path[..<max(0, count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/cairn"
    }

    private final class Written: Sendable {
        let output = Mutex("")
        let errors = Mutex("")
    }
}
