import Chassis
import Configuration
import Crypto
import Glibc
import Observability

/// The service `cairn-pathway`: publishes pathways and tells learners what is done, what is next, and what comes after.
@main enum PathwayMain {
    static func main() async throws {
        let variables = try ProcessVariables.all()
        let program = Program(Self.service.command, version: "0.1", environment: variables, terminal: .standard(environment: variables))
        exit(await program.run(Array(CommandLine.arguments.dropFirst())))
    }

    private static var service: ServiceProgram {
        let keys = PathwayKeys()
        return ServiceProgram(
            "cairn-pathway", summary: "keeps pathways, and how far learners are on them",
            discussion: "Publishes pathways and works out from credentials what each learner has done, and what is next.",
            schema: .pathway, keys: keys.standard, options: keys.own, log: JSONLogHandler()
        ) { environment in
            try PathwayProcess(keys: keys, environment: environment, random: SystemRandom(), now: { WallTime.now() }).parts()
        }
    }
}
