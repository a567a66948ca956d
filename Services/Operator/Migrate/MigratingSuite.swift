import Configuration
import LocalServers
import Postgres

/// Brings the database of a whole installation up to date: its roles, then schema by schema, each by its service's own program.
struct MigratingSuite: Sendable {
    let programs: SuitePrograms
    let services: [SuiteService]
    let passwords: LoginPasswords
    /// Where the database is, as one who may take the owners' roles.
    let ownerAddress: String
    /// Takes what there is to tell, as it happens.
    let tell: @Sendable (News) -> Void

    /// What there is to tell.
    enum News: Sendable, Equatable {
        case madeRole(String)
        case applied(migration: String)
        case upToDate(schema: String)
        /// A service's program has something else to say: what is wrong.
        case wrong(String)

        /// As a service's program says it.
        init(line: String) {
            let words = line.split(separator: " ")
            if words.count == 2, words[0] == "applied" {
                self = .applied(migration: String(words[1]))
            } else if line.hasPrefix("the schema "), line.hasSuffix(" is up to date"), words.count == 7 {
                self = .upToDate(schema: String(words[2]))
            } else {
                self = .wrong(line)
            }
        }

        /// One line for people.
        var line: String {
            switch self {
            case .madeRole(let role): "made the role \(role)"
            case .applied(let migration): "applied \(migration)"
            case .upToDate(let schema): "the schema \(schema) is up to date"
            case .wrong(let line): line
            }
        }
    }

    /// Does all of it. A service whose program lacks is named before anything is touched; the first that fails ends it, those before it stay.
    func run() async throws {
        try self.programs.require(self.services)
        for role in try await self.makeRoles() { self.tell(.madeRole(role)) }
        for service in self.services { try await self.migrate(service) }
    }

    private func makeRoles() async throws -> [String] {
        var settings = DatabaseSettings(name: "cairn-migrate")
        settings.size = 1
        let address = self.ownerAddress
        let database = Database(settings) { address }
        let result: Result<[String], any Error>
        do {
            result = .success(try await MakingRoles(database: database, services: self.services, passwords: self.passwords).make())
        } catch {
            result = .failure(error)
        }
        await database.stop()
        return try result.get()
    }

    private func migrate(_ service: SuiteService) async throws {
        // The environment, not a flag: other users of the machine can't read it.
        var command = try self.programs.command(
            service.program, ["migrate"], environment: ["CAIRN_DATABASE_OWNER_ADDRESS": self.ownerAddress])
        let tell = self.tell
        command.output = .lines { tell(News(line: $0)) }
        let ending = await (try ChildProcess.start(command)).wait()
        guard ending == .exited(0) else {
            throw CommandFailure("the schema \(service.name) is not up to date: \(service.program) migrate \(ending)")
        }
    }
}
