import Chassis
import Configuration
import Crypto
import Glibc
import Observability

/// The program `cairn-matching`: ranks, for an employer's role, the learners who agreed to be found.
@main enum MatchingProgram {
    static func main() async throws {
        let environment = try ProcessVariables.all()
        let program = Program(Self.service.command, version: "0.1", environment: environment, terminal: .standard(environment: environment))
        exit(await program.run(Array(CommandLine.arguments.dropFirst())))
    }

    private static var service: ServiceProgram {
        let keys = MatchingKeys()
        return ServiceProgram(
            "cairn-matching", summary: "matches verified skills with roles",
            discussion: "Keeps employers' roles, and ranks for each the learners who agreed to be found, by what their credentials show.",
            schema: .matching, keys: keys.standard, options: keys.events.all, log: JSONLogHandler()
        ) { environment in
            try MatchingProcess(keys: keys, environment: environment, random: SystemRandom(), now: { WallTime.now() }).parts()
        }
    }
}
