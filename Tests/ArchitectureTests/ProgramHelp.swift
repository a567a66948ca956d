import Glibc
import LocalServers

/// What a built program says of its settings in `--help`, which is made from their declarations.
struct ProgramHelp {
    /// A setting that can be given as a variable.
    struct Setting {
        /// `CAIRN_TOKENS_KEYS`
        let variable: String
        /// For a secret, the variable that names its file.
        let fileVariable: String?
        /// Whether the program cannot do without it.
        let isNeeded: Bool

        /// Whether one of its variables is among these.
        func isGiven(in environment: [String: String]) -> Bool {
            ([self.variable] + [self.fileVariable].compactMap { $0 }).contains { environment[$0] != nil }
        }
    }

    /// All of them.
    let settings: [Setting]
    private let text: String

    /// Asks the program that lies beside the tests' own.
    init(of program: String) async throws {
        var path = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &path, path.count - 1)
        let own = String(decoding: path[..<max(0, count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let folder = own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let help = try await ChildProcess.run(LocalServers.Command("\(folder)/\(program)", ["--help"]))
        self.text = help.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let note = /\((?<notes>[^()]*)environment: (?<variable>CAIRN_[A-Z0-9_]+)(?: or (?<file>CAIRN_[A-Z0-9_]+))?\)/
        self.settings = self.text.matches(of: note).map { match in
            Setting(
                variable: String(match.output.variable), fileVariable: match.output.file.map(String.init),
                isNeeded: match.output.notes.contains("needed;"))
        }
    }

    /// Every variable that the program knows.
    var variables: Set<String> { Set(self.settings.flatMap { [$0.variable] + [$0.fileVariable].compactMap { $0 } }) }

    /// The port that a flag stands for when nobody says otherwise.
    func port(of flag: String) throws -> Int? {
        try Regex("\(flag) N [^(]*\\(default: ([0-9]+)").firstMatch(in: self.text)?[1].substring.flatMap { Int($0) }
    }
}
