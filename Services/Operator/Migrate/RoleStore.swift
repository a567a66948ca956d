import Postgres

extension Transaction {
    /// Whether the login may make roles.
    borrowing func mayMakeRoles() throws(PostgresError) -> Bool {
        try self.query("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user").first?.decode(Bool.self) ?? false
    }

    /// Those of these roles that are there.
    borrowing func roles(among names: [String]) throws(PostgresError) -> Set<String> {
        let rows = try self.query("SELECT rolname::text FROM pg_roles WHERE rolname = ANY (\(names))")
        return Set(try rows.decode(String.self))
    }

    /// Makes a role that nobody logs in as, for the login to take.
    borrowing func makeOwner(_ owner: SQLIdentifier) throws(PostgresError) {
        try self.execute("CREATE ROLE \(owner) NOLOGIN")
        let isSuperuser = try self.query("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").first?.decode(Bool.self) ?? false
        if !isSuperuser { try self.execute("GRANT \(owner) TO CURRENT_USER") }
    }

    /// Makes a login whose commits are on disk when they are reported; the relay would not start otherwise.
    borrowing func makeLogin(_ login: SQLIdentifier) throws(PostgresError) {
        try self.execute("CREATE ROLE \(login) LOGIN")
        try self.execute("ALTER ROLE \(login) SET synchronous_commit = on")
    }

    /// Gives a login its password, which stands in no statement's text and so in no log.
    borrowing func setPassword(_ password: String, of login: SQLIdentifier) throws(PostgresError) {
        try self.query("SELECT set_config('cairn.new_password', \(password), true)")
        try self.execute(
            """
            DO $$ BEGIN EXECUTE format('ALTER ROLE \(login) PASSWORD %L', current_setting('cairn.new_password')); END $$
            """)
        try self.query("SELECT set_config('cairn.new_password', '', true)")
    }
}
