/// One thing that a program does, or a group of such things.
public struct Command: Sendable {
    /// The word that calls it.
    public let name: String
    /// What it does, in one sentence without its end.
    public let summary: String
    /// What a person should know before using it; paragraphs between empty lines.
    public let discussion: String
    /// What follows the name, in order.
    public let arguments: [Argument]
    /// Settings that it reads.
    public let options: [any DeclaredKey]
    /// Calls to learn from.
    public let examples: [Example]
    /// Ways in which it ends, beside the three that every command has; one of the same number says more of that one.
    public let exitCodes: [ExitCode]
    /// The commands of a group.
    public let subcommands: [Command]
    let run: (@Sendable (Invocation) async throws -> Int32)?

    /// A call to learn from.
    public struct Example: Sendable, Hashable {
        /// The whole line.
        public let line: String
        /// What it does.
        public let meaning: String

        /// An example from its parts.
        public init(_ line: String, _ meaning: String) {
            self.line = line
            self.meaning = meaning
        }
    }

    /// A way to end.
    public struct ExitCode: Sendable, Hashable {
        /// All is done.
        public static let done = ExitCode(0, "it is done")
        /// The command could not do it.
        public static let failed = ExitCode(1, "it failed; the last line says why")
        /// Flags, variables or the configuration file are wrong; `EX_USAGE` of sysexits.h.
        public static let misused = ExitCode(64, "the command line or the configuration is wrong")

        /// What the shell sees.
        public let number: Int32
        /// What it means.
        public let meaning: String

        /// A way to end from its parts.
        public init(_ number: Int32, _ meaning: String) {
            self.number = number
            self.meaning = meaning
        }
    }

    /// A command that does something. What it returns is the exit code. It may have others below it, which then are no arguments of its own.
    public init(
        _ name: String, summary: String, discussion: String = "", arguments: [Argument] = [], options: [any DeclaredKey] = [],
        examples: [Example] = [], exitCodes: [ExitCode] = [], subcommands: [Command] = [],
        run: @escaping @Sendable (Invocation) async throws -> Int32
    ) {
        precondition(
            arguments.dropLast().allSatisfy { !$0.isRepeated && !$0.isOptional }, "only the last argument may be optional or repeated")
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.arguments = arguments
        self.options = options
        self.examples = examples
        self.exitCodes = exitCodes
        self.subcommands = subcommands
        self.run = run
    }

    /// A group of commands.
    public init(_ name: String, summary: String, discussion: String = "", examples: [Example] = [], subcommands: [Command]) {
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.arguments = []
        self.options = []
        self.examples = examples
        self.exitCodes = []
        self.subcommands = subcommands
        self.run = nil
    }

    /// Every setting of this command and of those below it, each once.
    public var allOptions: [KeyDeclaration] {
        var seen: Set<KeyDeclaration> = []
        return (self.options.map(\.declaration) + self.subcommands.flatMap(\.allOptions)).filter { seen.insert($0).inserted }
    }
}

/// What follows a command's name.
public struct Argument: Sendable, Hashable {
    /// How it is called in help: `FILE`.
    public let name: String
    /// What it is.
    public let help: String
    /// Whether it may be left out.
    public let isOptional: Bool
    /// Whether there may be several.
    public let isRepeated: Bool

    /// An argument from its parts.
    public init(_ name: String, isOptional: Bool = false, isRepeated: Bool = false, help: String) {
        self.name = name
        self.help = help
        self.isOptional = isOptional
        self.isRepeated = isRepeated
    }

    /// How it stands in a usage line.
    var usage: String {
        let name = self.isRepeated ? "\(self.name)..." : self.name
        return self.isOptional ? "[\(name)]" : name
    }
}

/// One call of a command: what it was given.
public struct Invocation: Sendable {
    /// The settings.
    public let configuration: Configuration
    /// The arguments in order.
    public let arguments: [String]
    /// Where it writes.
    public let terminal: Terminal
}

/// What a command may throw to end with a sentence and a code of its own.
public struct CommandFailure: Error, Equatable, CustomStringConvertible {
    /// What went wrong and what to do.
    public let description: String
    /// What the shell sees.
    public let exitCode: Int32

    /// A failure from its parts.
    public init(_ description: String, exitCode: Int32 = Command.ExitCode.failed.number) {
        self.description = description
        self.exitCode = exitCode
    }
}
