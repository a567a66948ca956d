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
                Cairn is software for micro-credentials at colleges. This program judges credentials that you have as files, without a server; \
                makes the topics of an installation; and runs a broker for trying out.
                """,
            examples: [
                .init("cairn verify badge.json", "Says of an Open Badge what holds, what does not, and what could not be checked."),
                .init("cairn broker", "Runs a broker for trying out, in the foreground."),
                .init("cairn topics --check --brokers kafka-1:9092", "Says whether Kafka has the topics of the suite, as declared."),
                .init("cairn help verify", "Tells all of one command."),
            ],
            subcommands: [
                UpCommand.command, DownCommand.command, TokenCommand.command, VerifyCommand.command,
                MigrateCommand.command, CheckCommand.command,
                TopicsCommand.command, BrokerCommand.command,
            ])
    }
}
