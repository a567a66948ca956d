import Glibc
import JSON
import LocalServers

/// What a running stack tells other commands, in `stack.json`: where it is, and how its databases are reached.
struct StackDescription: Sendable, Equatable {
    let url: String
    /// As one who may do everything.
    let ownerAddress: String
    /// As each service's login that may only look.
    let checkAddresses: [String: String]

    /// Of a stack whose PostgreSQL runs.
    init(
        url: String, services: [SuiteService], postgres: PostgresServer, passwords: LoginPasswords
    ) throws(PostgresServerError) {
        self.url = url
        self.ownerAddress = try postgres.connectionString(database: PostgresServer.suiteDatabase)
        var addresses: [String: String] = [:]
        for service in services {
            addresses[service.name] = Self.address(of: service.checkLogin, postgres, passwords)
        }
        self.checkAddresses = addresses
    }

    /// A login's address, with its password.
    static func address(of login: String, _ postgres: PostgresServer, _ passwords: LoginPasswords) -> String {
        postgres.connectionString(user: login, password: passwords.byRole[login] ?? "", database: PostgresServer.suiteDatabase)
    }

    /// Writes it, for its owner alone.
    func write(to folder: StackFolder) throws {
        var check = JSONObject()
        for (service, address) in self.checkAddresses.sorted(by: { $0.key < $1.key }) { check.append(service, .string(address)) }
        let json: JSON = [
            "url": .string(self.url), "database": ["owner": .string(self.ownerAddress), "check": .object(check)],
            "pid": .number(JSONNumber(getpid())),
        ]
        try PrivateFile.write(json.pretty(), to: folder.stack)
    }
}
