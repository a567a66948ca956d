import Chassis
import Configuration
import Glibc
import Observability

/// The service `cairn-verifier`: says what holds of a credential, what does not, and what could not be checked.
@main enum Verifier {
    static func main() async throws {
        let variables = try ProcessVariables.all()
        let program = Program(Self.service.command, version: "0.1", environment: variables, terminal: .standard(environment: variables))
        exit(await program.run(Array(CommandLine.arguments.dropFirst())))
    }

    private static var service: ServiceProgram {
        let keys = VerifierKeys()
        return ServiceProgram(
            "cairn-verifier", summary: "says what holds of a credential",
            discussion: "Knows issuers and status lists from the catalogue topic, and keeps nothing of what it is shown.",
            schema: .verifier, keys: keys.standard, options: keys.own, log: JSONLogHandler()
        ) { environment in
            try VerifierProcess(keys: keys, environment: environment).parts()
        }
    }
}
