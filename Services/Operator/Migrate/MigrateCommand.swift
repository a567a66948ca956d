import Configuration

/// `cairn migrate`: makes the roles of an installation and brings every schema up to date.
enum MigrateCommand {
    static let ownerAddress = ConfigurationKey(
        required: "database.owner-address", .secret, isFlagOnly: true,
        help: "A file that says where PostgreSQL is, as libpq writes it, as a login that may take the owners' roles.")
    static let services = ConfigurationKey(
        optional: "services", SuiteService.names, isFlagOnly: true, help: "Which services; absent: all of them.")
    static let passwords = ConfigurationKey(
        optional: "passwords", .path, isFlagOnly: true,
        help: "A JSON file with the logins' passwords by role; absent: logins are made without one, and those of others stay.")

    static let command = Command(
        "migrate", summary: "makes roles, and brings every schema up to date",
        discussion: """
            Each service has a schema of its name, which the role <service>_owner owns and nobody else changes. For each service four roles \
            are made when they are missing and the login may make them: that owner, which nobody logs in as, and the logins <service>_http, \
            <service>_events and <service>_check. Then each service's program, which lies beside this one, applies its migrations; \
            a second run finds nothing to do.

            The file of passwords looks like this: {"issuer_http": "...", "issuer_events": "...", "issuer_check": "..."}.
            """,
        options: [Self.ownerAddress, Self.services, Self.passwords],
        examples: [
            .init("cairn migrate --database-owner-address-file owner.txt --passwords logins.json", "A new database, from nothing."),
            .init("cairn migrate --database-owner-address-file owner.txt --services issuer,wallet", "Two schemas of an installation."),
        ],
        exitCodes: [
            .init(0, "every schema is up to date"),
            .init(1, "a role is missing that the login may not make, or a migration failed; the last line says which"),
            .init(SuitePrograms.missing, "a service's program is not beside this one; nothing was touched"),
        ], run: Self.run)

    private static func run(_ call: Invocation) async throws -> Int32 {
        let given = call.configuration
        try await MigratingSuite(
            programs: .besideThis(), services: given[Self.services] ?? SuiteService.all,
            passwords: try given[Self.passwords].map(LoginPasswords.read) ?? .none,
            ownerAddress: given[Self.ownerAddress].text ?? "", tell: { call.terminal.print($0.line) }
        ).run()
        return Command.ExitCode.done.number
    }
}
