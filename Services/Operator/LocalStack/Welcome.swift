import Chassis
import Configuration
import Crypto
import JSON
import Observability

/// What a person is told when all runs: the address, whom she can be, and what to look at first.
struct Welcome: Sendable {
    /// How long a link to sign in by is good for.
    static let linkLife = Duration.seconds(8 * 3_600)

    let url: String
    let logs: String
    let personas: Personas
    /// A page to look at; the last line.
    let address: String?

    /// All lines. Links are signed with the stack's own key, and used once.
    func lines(signedBy key: SigningKeyFile, at now: WallTime, from random: some RandomSource) -> [String] {
        let signer = key.signer(issuer: self.url, type: SignInTicket.tokenType)
        var lines = ["", "Cairn runs at \(self.url)   (logs: \(self.logs); Ctrl-C ends it)"]
        let people = self.personas.people.compactMap { $0.object }
        if !people.isEmpty { lines += ["", "Whom you can be; each link works once, and \(self.url)/demo/people has more:"] }
        for person in people {
            guard let name = person["name"]?.string, let kind = person["kind"]?.string, var claims = person["claims"]?.object else {
                continue
            }
            claims["name"] = .string(name)
            claims["to"] = person["to"]
            claims["jti"] = .string(Hex.encode(random.bytes(count: SignInTicket.idBytes)))
            let ticket = signer.token(claiming: claims, audience: ServiceEnvironment.audience, from: now, for: Self.linkLife)
            lines += ["", "  \(name), \(kind): \(person["say"]?.string ?? "")", "  \(self.url)/enter?ticket=\(ticket)"]
        }
        if let address { lines += ["", "One credential, with every check:", address] }
        return lines
    }
}
