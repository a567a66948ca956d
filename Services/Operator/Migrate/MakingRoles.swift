import Configuration
import Postgres

/// Brings a server's roles to what services need: an owner that nobody logs in as and three logins each.
struct MakingRoles: Sendable {
    let database: Database
    let services: [SuiteService]
    let passwords: LoginPasswords

    /// Makes what is missing and sets the passwords that are given; gives the names of the roles it made. All or nothing.
    func make() async throws -> [String] {
        try await self.database.transaction { tx in
            let wanted = self.services.flatMap { [$0.owner] + $0.logins }
            let there = try tx.roles(among: wanted)
            let missing = wanted.filter { !there.contains($0) }
            let mayMake = try tx.mayMakeRoles()
            guard mayMake || missing.isEmpty else {
                throw CommandFailure(
                    "the login may not make roles, and these are missing: \(missing.joined(separator: ", ")); "
                        + "make them, or come as one who has CREATEROLE")
            }
            for service in self.services {
                if !there.contains(service.owner) { try tx.makeOwner(Self.identifier(service.owner)) }
                for login in service.logins where !there.contains(login) { try tx.makeLogin(Self.identifier(login)) }
            }
            if mayMake {
                for (role, password) in self.passwords.byRole where wanted.contains(role) {
                    try tx.setPassword(password, of: Self.identifier(role))
                }
            }
            return missing
        }
    }

    private static func identifier(_ name: String) -> SQLIdentifier {
        guard let identifier = SQLIdentifier(name) else { preconditionFailure("roles are named for services") }
        return identifier
    }
}
