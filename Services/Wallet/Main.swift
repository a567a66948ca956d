import Chassis
import Configuration
import Crypto
import Glibc
import Observability

/// The program `cairn-wallet`: keeps what learners hold, and shows it to whom they choose.
@main enum Wallet {
    static func main() async throws {
        let variables = try ProcessVariables.all()
        let program = Program(Self.service.command, version: "0.1", environment: variables, terminal: .standard(environment: variables))
        exit(await program.run(Array(CommandLine.arguments.dropFirst())))
    }

    private static var service: ServiceProgram {
        let keys = WalletKeys()
        return ServiceProgram(
            "cairn-wallet", summary: "keeps what learners hold, and shows it to whom they choose",
            discussion: "Fills wallets from the credential topic, keeps consents, and answers share links.", schema: .wallet,
            keys: keys.standard, options: keys.own, log: JSONLogHandler()
        ) { environment in
            try WalletProcess(keys: keys, environment: environment, random: SystemRandom(), now: { WallTime.now() }).parts()
        }
    }
}
