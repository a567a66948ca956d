import Configuration
import Postgres

/// A service's command `migrate`: brings its schema up to date and ends.
struct MigrateCommand: Sendable {
    let schema: ServiceSchema
    let program: String
    let keys: StandardKeys

    var command: Command {
        Command(
            "migrate", summary: "brings the schema \(self.schema.name) up to date",
            discussion: """
                Makes the schema when there is none. The roles are there already: \(self.schema.owner), which nobody logs in as, and the logins \
                \(self.schema.name)_http, \(self.schema.name)_events and \(self.schema.name)_check. Prints each migration that it applies; a \
                second run finds nothing to do.
                """,
            options: [self.keys.ownerDatabase],
            examples: [.init("\(self.program) migrate --database-owner-address-file owner.txt", "Logs in as the file says.")]
        ) { invocation in
            let address = invocation.configuration[self.keys.ownerDatabase].text ?? ""
            var settings = DatabaseSettings(name: "\(self.schema.name)-migrate")
            settings.size = 1
            settings.statementTimeout = nil
            let database = Database(settings) { address }
            do {
                for name in try await self.schema.migrate(database) { invocation.terminal.print("applied \(self.schema.name)/\(name)") }
            } catch {
                await database.stop()
                throw error
            }
            await database.stop()
            invocation.terminal.print("the schema \(self.schema.name) is up to date")
            return Command.ExitCode.done.number
        }
    }
}
