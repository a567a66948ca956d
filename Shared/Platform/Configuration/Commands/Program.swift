/// A program with its commands: it finds the one that is called, reads its settings, runs it, and says what is wrong in words.
public struct Program: Sendable {
    /// The variable that names the configuration file, as the flag `--config` does.
    public static let fileVariable = "CAIRN_CONFIG"

    private let root: Command
    private let version: String
    private let environment: [String: String]
    private let foreignEnvironment: Set<String>
    private let terminal: Terminal

    /// A program that is called by the root command's name. Variables named foreign belong to other programs of the suite.
    public init(
        _ root: Command, version: String, environment: [String: String], foreignEnvironment: Set<String> = [], terminal: Terminal
    ) {
        self.root = root
        self.version = version
        self.environment = environment
        self.foreignEnvironment = foreignEnvironment.union([Self.fileVariable])
        self.terminal = terminal
    }

    /// Does what the words after the program's name say, and gives back the exit code.
    public func run(_ words: [String]) async -> Int32 {
        var path = [self.root.name]
        var command = self.root
        var rest = words[...]
        if rest.first == "--version" {
            self.terminal.print("\(self.root.name) \(self.version)")
            return Command.ExitCode.done.number
        }
        let asksByWord = rest.first == "help" && !self.root.subcommands.isEmpty
        if asksByWord { rest.removeFirst() }
        while let word = rest.first, let next = command.subcommands.first(where: { $0.name == word }) {
            command = next
            path.append(word)
            rest.removeFirst()
        }
        let given = CommandLineWords(rest, options: command.options.map(\.declaration))
        if given.wantsHelp || asksByWord && rest.isEmpty {
            self.terminal.print(HelpText(command: command, path: path, terminal: self.terminal).text)
            return Command.ExitCode.done.number
        }
        guard let run = command.run else { return self.refuse(self.unknownCommand(rest.first, in: command), path) }
        return await self.call(command, run, given, path)
    }

    private func call(
        _ command: Command, _ run: @Sendable (Invocation) async throws -> Int32, _ given: CommandLineWords, _ path: [String]
    ) async -> Int32 {
        let configuration: Configuration
        do throws(ConfigurationError) {
            let sources = ConfigurationSources(
                flags: given.flags, environment: self.environment, foreignEnvironment: self.foreignEnvironment,
                otherKeys: self.root.allOptions,
                file: given.file ?? self.environment[Self.fileVariable])
            configuration = try Configuration(command.options, from: sources)
        } catch {
            return self.refuse(error.problems.map(\.description) + self.faults(of: given.arguments, for: command), path)
        }
        let faults = self.faults(of: given.arguments, for: command)
        guard faults.isEmpty else { return self.refuse(faults, path) }
        do {
            return try await run(Invocation(configuration: configuration, arguments: given.arguments, terminal: self.terminal))
        } catch let failure as CommandFailure {
            self.terminal.printError("\(path.joined(separator: " ")): \(failure)")
            return failure.exitCode
        } catch {
            self.terminal.printError("\(path.joined(separator: " ")): \(error)")
            return Command.ExitCode.failed.number
        }
    }

    private func faults(of arguments: [String], for command: Command) -> [String] {
        let needed = command.arguments.filter { !$0.isOptional }
        if arguments.count < needed.count { return needed[arguments.count...].map { "\($0.name) is missing: \($0.help)" } }
        let isOpen = command.arguments.last?.isRepeated ?? false
        return isOpen ? [] : arguments.dropFirst(command.arguments.count).map { "\"\($0)\" is one argument too many" }
    }

    private func unknownCommand(_ word: String?, in command: Command) -> [String] {
        guard let word else { return ["a command is missing: \(command.subcommands.map(\.name).joined(separator: ", "))"] }
        return ["\"\(word)\" is no command" + NearestName.hint(for: word, among: command.subcommands.map(\.name))]
    }

    private func refuse(_ faults: [String], _ path: [String]) -> Int32 {
        let call = path.joined(separator: " ")
        for fault in faults { self.terminal.printError("\(call): \(fault)") }
        self.terminal.printError("\(call) --help shows how it is used")
        return Command.ExitCode.misused.number
    }
}
