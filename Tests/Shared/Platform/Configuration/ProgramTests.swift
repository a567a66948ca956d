import Configuration
import Synchronization
import Testing

@Suite struct `A program` {
    @Test func `runs the command that is called, with its settings and arguments`() async {
        let call = await run(["topics", "make", "--count", "3", "a", "--", "--b"])
        #expect(call.code == 7)
        #expect(call.output == "3 [\"a\", \"--b\"]\n" && call.errors.isEmpty)
    }

    @Test func `says what is wrong with a call, and ends with 64`() async {
        let cases: [([String], String)] = [
            ([], "cairn: a command is missing: up, topics, fail"), (["pu"], "cairn: \"pu\" is no command; did you mean \"up\"?"),
            (["topics"], "cairn topics: a command is missing: make"),
            (["topics", "maek"], "cairn topics: \"maek\" is no command; did you mean \"make\"?"),
            (["topics", "make"], "cairn topics make: NAME is missing: The topic."),
            (["topics", "make", "a", "--cuont", "3"], "cairn topics make: --cuont is not known; did you mean \"--count\"?"),
            (["topics", "make", "a", "--count"], "cairn topics make: --count needs a value: a whole number from 1 to 9"),
            (["up", "x"], "cairn up: \"x\" is one argument too many"),
            (["up", "--config"], "cairn up: --config needs the path of a file, once"),
        ]
        for (words, line) in cases {
            let call = await run(words)
            #expect(call.code == 64 && call.output.isEmpty)
            #expect(call.errors.split(separator: "\n").first.map(String.init) == line)
            #expect(call.errors.hasSuffix(" --help shows how it is used\n"))
        }
    }

    @Test func `ends with what a command throws`() async {
        let call = await run(["fail"])
        #expect(call.code == 3 && call.errors == "cairn fail: the broker is away; start it\n")
        let other = await run(["fail", "x"])
        #expect(other.code == 1)
    }

    @Test func `knows the variables of its other commands`() async {
        let call = await run(["up"], environment: ["CAIRN_CAIRN_PORT": "1"])
        #expect(call.code == 64)
        let known = await run(["fail"], environment: ["CAIRN_UP_PORT": "1"])
        #expect(known.code == 3)
    }

    @Test func `tells its version`() async {
        #expect(await run(["--version"]).output == "cairn 1.2.3\n")
    }

    @Test(arguments: [["--help"], ["-h"], ["help"]])
    func `lists its commands`(words: [String]) async {
        let call = await run(words)
        #expect(call.code == 0)
        #expect(
            call.output == """
                cairn: runs the suite.

                Usage: cairn COMMAND

                Commands:
                  up      starts everything
                  topics  looks after topics
                  fail    does not work

                Options:
                  --help, -h  Prints this.

                cairn COMMAND --help tells more of a command.

                """)
    }

    @Test(arguments: [["topics", "make", "--help"], ["help", "topics", "make"], ["topics", "make", "--nonsense", "-h"]])
    func `teaches a command`(words: [String]) async {
        let call = await run(words)
        #expect(call.code == 0)
        #expect(
            call.output == """
                cairn topics make: makes topics.

                Usage: cairn topics make [options] NAME...

                Topics are made once, with all their partitions. A topic that is there is left as it
                is.

                A second paragraph.

                Arguments:
                  NAME...  The topic.

                Options:
                  --count N      How many. (default: 3; environment: CAIRN_COUNT)
                  --config PATH  A YAML file with these settings, sections by their dots.
                                 (environment: CAIRN_CONFIG)
                  --help, -h     Prints this.

                Examples:
                  cairn topics make a --count 9
                                              Makes one.

                Exit codes:
                  0   it is done
                  1   a topic is missing
                  7   it was lucky
                  64  the command line or the configuration is wrong

                """)
    }

    @Test func `sets headings off where colour is shown`() async {
        #expect(await run(["--help"], showsColour: true).output.contains("\u{1B}[1mUsage:\u{1B}[0m cairn"))
    }

    private func run(_ words: [String], environment: [String: String] = [:], showsColour: Bool = false) async -> Call {
        let written = Written()
        let terminal = Terminal(
            width: 84, showsColour: showsColour, output: { text in written.output.withLock { $0 += text } },
            errors: { text in written.errors.withLock { $0 += text } })
        let code = await Program(suite(), version: "1.2.3", environment: environment, terminal: terminal).run(words)
        return Call(code: code, output: written.output.withLock { $0 }, errors: written.errors.withLock { $0 })
    }

    private struct Call {
        let code: Int32
        let output: String
        let errors: String
    }

    private final class Written: Sendable {
        let output = Mutex("")
        let errors = Mutex("")
    }
}

private func suite() -> Command {
    let count = ConfigurationKey("count", .int(1...9), default: 3, help: "How many.")
    let port = ConfigurationKey("up.port", .int(1...9), default: 3, help: "Where.")
    let make = Command(
        "make", summary: "makes topics",
        discussion: "Topics are made once, with all their partitions.\nA topic that is there is left as it is.\n\nA second paragraph.",
        arguments: [Argument("NAME", isRepeated: true, help: "The topic.")], options: [count],
        examples: [.init("cairn topics make a --count 9", "Makes one.")],
        exitCodes: [.init(7, "it was lucky"), .init(1, "a topic is missing")]
    ) { call in
        call.terminal.print("\(call.configuration[count]) \(call.arguments)")
        return 7
    }
    let fail = Command("fail", summary: "does not work", arguments: [Argument("HOW", isOptional: true, help: "How.")]) { call in
        guard call.arguments.isEmpty else { throw CancellationError() }
        throw CommandFailure("the broker is away; start it", exitCode: 3)
    }
    return Command(
        "cairn", summary: "runs the suite",
        subcommands: [
            Command("up", summary: "starts everything", options: [port]) { _ in 0 },
            Command("topics", summary: "looks after topics", subcommands: [make]), fail,
        ])
}
