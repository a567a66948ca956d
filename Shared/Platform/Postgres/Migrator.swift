/// Brings the schema of one service up to date.
///
/// Each migration is one transaction, together with its row in `<schema>.migration`. A lock lets two migrators take turns; the second finds the
/// first one's work done. The database's login must be allowed to take the owner's role; nothing else ever is that role.
public struct Migrator: Sendable {
    private let database: Database
    private let schema: SQLIdentifier
    private let owner: SQLIdentifier?
    private let migrations: [Migration]

    /// A schema, whose role owns what is made (the login itself when nil), and all migrations in order. The schema is made when there is none.
    ///
    /// The list is checked here: one that is out of order is a fault of the program.
    public init(
        _ database: Database, schema: SQLIdentifier, owner: SQLIdentifier?, migrations: [Migration]
    ) throws(MigrationError) {
        for (index, migration) in migrations.enumerated() where migration.number != index + 1 {
            throw .misnumbered(file: migration.name, expected: index + 1)
        }
        self.database = database
        self.schema = schema
        self.owner = owner
        self.migrations = migrations
    }

    /// The names of the migrations that `run` would apply. Changes nothing.
    public func pending() async throws -> [String] {
        try await self.database.transaction { tx in
            let exists = try tx.query("SELECT to_regclass(\(self.table)) IS NOT NULL").first?.decode(Bool.self) ?? false
            return try self.pending(in: tx, hasTable: exists).map(\.name)
        }
    }

    /// Applies what is pending; gives the names of what this call applied. Stops at the first that fails; those before it stay.
    public func run() async throws -> [String] {
        var applied: [String] = []
        while let name = try await self.step() { applied.append(name) }
        return applied
    }

    /// One migration, or nil when none is pending.
    private func step() async throws -> String? {
        try await self.database.transaction { tx in
            try self.lock(in: tx)
            try self.prepare(in: tx)
            guard let next = try self.pending(in: tx, hasTable: true).first else { return nil }
            let before = try tx.query("SELECT pg_current_xact_id()::text").first?.decode(String.self)
            do throws(ScriptError) {
                try tx.run(script: next.text)
            } catch {
                throw MigrationError.failed(file: next.name, line: error.line, error.cause)
            }
            try self.checkTransaction(of: next, before: before, in: tx)
            try tx.execute(
                """
                INSERT INTO \(self.schema).migration (number, name, checksum)
                VALUES (\(next.number), \(next.name), sha256(convert_to(\(next.text), 'UTF8')))
                """)
            return next.name
        }
    }

    /// Another migrator may take as long as it takes: this one waits without the lock timeout.
    private func lock(in tx: borrowing Transaction) throws(PostgresError) {
        let key = "migration \(self.schema)"
        let usual = try tx.query("SELECT current_setting('lock_timeout'), set_config('lock_timeout', '0', true)")
        let timeout = try usual.decode((String, String).self).first?.0 ?? "0"
        try tx.execute("SELECT pg_advisory_xact_lock(hashtextextended(\(key), 0))")
        try tx.execute("SELECT set_config('lock_timeout', \(timeout), true)")
    }

    private func prepare(in tx: borrowing Transaction) throws(PostgresError) {
        let schema = self.schema.description
        if try tx.query("SELECT FROM pg_namespace WHERE nspname = \(schema)").isEmpty {
            if let owner {
                try tx.execute("CREATE SCHEMA \(self.schema) AUTHORIZATION \(owner)")
            } else {
                try tx.execute("CREATE SCHEMA \(self.schema)")
            }
        }
        if let owner { try tx.execute("SET LOCAL ROLE \(owner)") }
        try tx.execute("SELECT set_config('search_path', \(schema), true)")
        try tx.execute(
            """
            CREATE TABLE IF NOT EXISTS \(self.schema).migration (
              number     int PRIMARY KEY,
              name       text NOT NULL UNIQUE,
              checksum   bytea NOT NULL,
              applied_at timestamptz NOT NULL DEFAULT clock_timestamp())
            """)
    }

    /// The declared ones that are not applied; throws when the two lists tell different stories.
    private func pending(in tx: borrowing Transaction, hasTable: Bool) throws -> ArraySlice<Migration> {
        guard hasTable else { return self.migrations[...] }
        let applied = try tx.query(
            """
            SELECT a.name, a.checksum IS NOT DISTINCT FROM sha256(convert_to(d.text, 'UTF8'))
            FROM \(self.schema).migration a
            LEFT JOIN unnest(\(self.migrations.map(\.name)), \(self.migrations.map(\.text))) d(name, text) ON d.name = a.name
            ORDER BY a.number
            """
        ).decode((String, Bool).self)
        let names = applied.map(\.0)
        for (name, isSame) in applied {
            guard self.migrations.contains(where: { $0.name == name }) else { throw MigrationError.unknown(file: name) }
            guard isSame else { throw MigrationError.changed(file: name) }
        }
        for (declared, name) in zip(self.migrations, names) where declared.name != name {
            throw MigrationError.skipped(file: declared.name)
        }
        return self.migrations[names.count...]
    }

    private func checkTransaction(of migration: Migration, before: String?, in tx: borrowing Transaction) throws {
        let after: String?
        do throws(PostgresError) {
            after = try tx.query("SELECT pg_current_xact_id_if_assigned()::text").first?.decode(String?.self) ?? nil
        } catch {
            throw MigrationError.failed(file: migration.name, line: nil, error)
        }
        guard before != nil, before == after else { throw MigrationError.endsTransaction(file: migration.name) }
    }

    private var table: String { "\(self.schema.quoted).migration" }
}

extension Transaction {
    /// What waits to go out with the next statement goes first.
    borrowing func run(script text: String) throws(ScriptError) {
        do throws(PostgresError) {
            _ = try self.query("SELECT 1")
        } catch {
            throw ScriptError(cause: error)
        }
        try self.work.connection.run(script: text)
    }
}
