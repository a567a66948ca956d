import Configuration
import Glibc

/// The program `cairn`: what a person does with credentials, topics and brokers from a shell.
@main enum Operator {
    static let version = "0.1"

    static func main() async throws {
        let environment = try ProcessVariables.all()
        // Its settings are flags only: the suite's variables are the services', and a slip of the pen in one must not stop a file command.
        let program = Program(
            Self.command, version: Self.version, environment: [:], terminal: .standard(environment: environment))
        let words = Array(CommandLine.arguments.dropFirst())
        exit(await program.run(words.isEmpty ? ["--help"] : words))
    }

    static var command: Command {
        Command(
            "cairn", summary: "micro-credentials from the command line",
            discussion: """
                Cairn is software for micro-credentials at colleges. This program runs all of it on your machine, for trying out; judges \
                credentials that you have as files, without a server; and looks after an installation: its database, its topics, and whether \
                everything has arrived.
                """,
            examples: [
                .init("cairn verify badge.json", "Says of an Open Badge what holds, what does not, and what could not be checked."),
                .init("cairn up", "Runs the whole suite on this machine and shows what it does."),
                .init("cairn check", "Says whether anything is lost, doubled or foreign."),
                .init("cairn topics --check --brokers kafka-1:9092", "Says whether Kafka has the topics of the suite, as declared."),
                .init("cairn help verify", "Tells all of one command."),
            ],
            subcommands: [
                UpCommand.command, DownCommand.command, RestartCommand.command, DemoCommand.command, ImportCommand.command,
                TokenCommand.command,
                VerifyCommand.command, MigrateCommand.command, CheckCommand.command, TopicsCommand.command, BrokerCommand.command,
            ])
    }
}
