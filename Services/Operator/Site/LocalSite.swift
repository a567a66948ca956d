import Chassis
import Configuration
import Crypto
import JSON
import Observability

/// A stack that `cairn up` runs on this machine, as commands see it that sign with its local key.
struct LocalSite: Sendable {
    /// The most bytes of `stack.json`.
    static let bytesLimit = 65_536

    /// Where people and programs find it: `http://localhost:8080`.
    let url: String
    private let key: SigningKeyFile

    /// A stack from its parts.
    init(url: String, key: SigningKeyFile) {
        self.url = url
        self.key = key
    }

    /// Reads `stack.json` and the key of a folder, or says what is missing.
    static func read(_ folder: String) throws(CommandFailure) -> LocalSite {
        let path = "\(folder)/stack.json"
        func refused(_ reason: String) -> CommandFailure {
            CommandFailure("\(path) can't be used: \(reason); does cairn up run there? --folder names another", exitCode: 64)
        }
        let json: JSON
        do { json = try JSON(parsing: InputFile(path, limit: Self.bytesLimit).bytes) } catch { throw refused("\(error)") }
        guard let text = json["url"]?.string, let url = URLAddress(text) else { throw refused("/url should be the address of the site") }
        guard url.isLoopback else { throw refused("\(text) is not on this machine, and its tokens are not made here") }
        return LocalSite(url: text, key: try SigningKeyFile(reading: "\(folder)/keys/local.jwk"))
    }

    /// A bearer token for somebody.
    func bearer(_ visitor: Visitor, at now: WallTime, for life: Duration) -> String {
        self.key.signer(issuer: self.url, type: ServiceEnvironment.tokenType)
            .token(claiming: visitor.claims, audience: ServiceEnvironment.audience, from: now, for: life)
    }

    /// The token of a sign-in link. It is used once; its id comes from `random`.
    func ticket(_ ticket: SignInTicket, at now: WallTime, for life: Duration, from random: some RandomSource) -> String {
        var claims = ticket.claims
        claims["jti"] = .string(Hex.encode(random.bytes(count: SignInTicket.idBytes)))
        return self.key.signer(issuer: self.url, type: SignInTicket.tokenType)
            .token(claiming: claims, audience: ServiceEnvironment.audience, from: now, for: life)
    }

    /// A sign-in link, to be opened once.
    func link(_ ticket: SignInTicket, at now: WallTime, for life: Duration, from random: some RandomSource) -> String {
        "\(self.url)/enter?ticket=\(self.ticket(ticket, at: now, for: life, from: random))"
    }
}
