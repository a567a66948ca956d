import Chassis
import Configuration
import HTTP
import Observability

/// The ways in, as the settings allow them.
struct SignInParts: Sendable {
    let keys: IssuerKeys
    let environment: ServiceEnvironment
    let now: @Sendable () -> WallTime

    /// Routes to sign in by; nil when no key signs sessions. Sign-in links where the site is not this machine's are refused: whoever had the
    /// key that signs them could be anybody.
    func routes(for issuer: IssuerParts) throws -> SignInRoutes? {
        let configuration = self.environment.configuration
        let (tickets, personas) = (configuration[self.keys.ticketKeys], configuration[self.keys.personas])
        if let key = tickets == nil ? (personas == nil ? nil : self.keys.personas) : self.keys.ticketKeys {
            guard ["localhost", "127.0.0.1", "::1"].contains(self.environment.publicURL.host.lowercased()) else {
                throw CommandFailure(
                    "\(key.declaration.flag) is for trying out on one machine, but the public URL is \(self.environment.origin); leave it out",
                    exitCode: Command.ExitCode.misused.number)
            }
        }
        guard let path = configuration[self.keys.sessionKey] else { return nil }
        let sessions = try SigningKeyFile(reading: path)
        let signingIn = SigningIn(
            database: issuer.database, colleges: issuer.colleges,
            tickets: TokenVerifier(
                keys: try tickets.map { try KeySetFile.read($0) } ?? KeySet([]), issuer: self.environment.origin,
                audience: ServiceEnvironment.audience, type: Ticket.tokenType),
            sessions: sessions.signer(issuer: self.environment.origin, type: ServiceEnvironment.sessionType), now: self.now)
        return SignInRoutes(
            signingIn: signingIn, personas: try personas.map { try Persona.read($0) } ?? [],
            cookie: SessionCookie(isSecure: self.environment.publicURL.scheme == "https"), pages: issuer.pages.bare, now: self.now)
    }
}
