import Chassis
import Configuration
import Crypto
import Glibc
import Observability

/// The program `cairn-issuer`: publishes achievements, issues credentials, takes them back.
@main enum Issuer {
    static func main() async throws {
        let environment = try ProcessVariables.all()
        let program = Program(Self.service.command, version: "0.1", environment: environment, terminal: .standard(environment: environment))
        exit(await program.run(Array(CommandLine.arguments.dropFirst())))
    }

    private static var service: ServiceProgram {
        let keys = IssuerKeys()
        return ServiceProgram(
            "cairn-issuer", summary: "issues credentials", discussion: "Publishes achievements, issues credentials, takes them back.",
            schema: .issuer, keys: keys.standard, options: keys.own, log: JSONLogHandler()
        ) { environment in
            try IssuerProcess(keys: keys, environment: environment, random: SystemRandom(), now: { WallTime.now() }).parts()
        }
    }
}
