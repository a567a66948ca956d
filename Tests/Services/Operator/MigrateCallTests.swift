import Configuration
import LocalServers
import TestSupport
import Testing

@testable import cairn

@Suite struct `A call of migrate` {
    /// A server of its own, since roles belong to a whole server, with an empty database.
    func withServer(_ body: @Sendable (PostgresServer, _ folder: String) async throws -> Void) async throws {
        let folder = try TestFolder.new()
        try await TestPostgres.withOwn { server in
            try await server.execute("CREATE DATABASE suite")
            try await body(server, folder)
        }
    }

    @Test func `makes roles and schemas from nothing, and a second one finds nothing to do`() async throws {
        try await self.withServer { server, folder in
            try PrivateFile.write(try server.connectionString(database: "suite") + "\n", to: folder + "/owner.txt")
            try PrivateFile.write(#"{"issuer_http": "it's 'quoted' \\ well"}"#, to: folder + "/logins.json")
            let words = [
                "migrate", "--database-owner-address-file", folder + "/owner.txt", "--services", "issuer,verifier", "--passwords",
                folder + "/logins.json",
            ]
            let first = await CairnCall.run(words)
            #expect(first.code == 0, "\(first.errors)")
            #expect(first.lines.filter { $0.hasPrefix("made the role ") }.count == 8)
            #expect(first.lines.contains("applied issuer/0001-messaging.sql"))
            #expect(first.lines.contains("the schema verifier is up to date"))
            let address = server.connectionString(user: "issuer_http", password: #"it's 'quoted' \ well"#, database: "suite")
            let facts = try await ChildProcess.run(
                LocalServers.Command("psql", ["-XAtq", address, "-c", "SELECT current_user, current_setting('synchronous_commit')"]))
            #expect(facts == "issuer_http|on\n")
            let logins = try await server.execute(
                "SELECT string_agg(rolname || rolcanlogin, ' ' ORDER BY rolname) FROM pg_roles WHERE rolname LIKE 'verifier%'")
            #expect(logins == "verifier_checktrue verifier_eventstrue verifier_httptrue verifier_ownerfalse\n")
            let second = await CairnCall.run(words)
            #expect(second.code == 0)
            #expect(second.output == "the schema issuer is up to date\nthe schema verifier is up to date\n")
        }
    }

    @Test func `does it for a login that may make roles and is no superuser`() async throws {
        try await self.withServer { server, folder in
            try await server.execute("CREATE ROLE maker LOGIN CREATEROLE PASSWORD 'm'; ALTER DATABASE suite OWNER TO maker")
            try PrivateFile.write(server.connectionString(user: "maker", password: "m", database: "suite"), to: folder + "/owner.txt")
            let call = await CairnCall.run(["migrate", "--database-owner-address-file", folder + "/owner.txt", "--services", "issuer"])
            #expect(call.code == 0, "\(call.errors)")
            #expect(call.lines.last { !$0.isEmpty } == "the schema issuer is up to date")
        }
    }

    @Test func `names the roles that it may not make, and touches nothing`() async throws {
        try await self.withServer { server, folder in
            try await server.execute("CREATE ROLE guest LOGIN PASSWORD 'g'")
            try PrivateFile.write(server.connectionString(user: "guest", password: "g", database: "suite"), to: folder + "/owner.txt")
            let call = await CairnCall.run(["migrate", "--database-owner-address-file", folder + "/owner.txt", "--services", "issuer"])
            #expect(call.code == 1)
            #expect(call.errors.contains("these are missing: issuer_owner, issuer_http, issuer_events, issuer_check;"))
            #expect(try await server.execute("SELECT count(*) FROM pg_namespace WHERE nspname = 'issuer'", database: "suite") == "0\n")
        }
    }

    @Test func `names every program that is not beside it`() async throws {
        let folder = try TestFolder.new()
        let suite = MigratingSuite(
            programs: SuitePrograms(folder: folder), services: SuiteService.all, passwords: .none, ownerAddress: "host=127.0.0.1 port=1",
            tell: { _ in })
        let failure = try await #require(throws: CommandFailure.self) { try await suite.run() }
        #expect(failure.exitCode == 69)
        let wanted = "lacks cairn-issuer, cairn-wallet, cairn-pathway, cairn-matching, cairn-verifier:"
        #expect(failure.description.contains(wanted))
    }

    @Test(arguments: [
        (#"{"issuer_htp": "x"}"#, "/issuer_htp is no login of the suite"), (#"{"issuer_http": ""}"#, "/issuer_http should be a text"),
        ("[]", "a JSON object of passwords by role is expected"), ("{", "line 1"),
    ])
    func `refuses passwords that it can't use, and says why`(text: String, reason: String) async throws {
        let folder = try TestFolder.new()
        try PrivateFile.write("host=127.0.0.1 port=1", to: folder + "/owner.txt")
        try PrivateFile.write(text, to: folder + "/logins.json")
        let call = await CairnCall.run([
            "migrate", "--database-owner-address-file", folder + "/owner.txt", "--passwords", folder + "/logins.json",
        ])
        #expect(call.code == 64 && call.errors.contains(reason), "\(call.errors)")
    }

    @Test func `knows its services by name, each once`() {
        #expect(SuiteService.named("wallet")?.logins == ["wallet_http", "wallet_events", "wallet_check"])
        #expect(SuiteService.named("walet") == nil)
    }
}
