/// The tables of this module, for a service's first migration: run in its own schema, as its owner, with its three logins in place
/// (`<schema>_http`, `<schema>_events`, `<schema>_check`).
public enum MessagingMigration {
    /// What the migration is called.
    public static let name = "0000-messaging"
    /// Its SQL.
    public static let sql = String(decoding: PackageResources.messaging_sql, as: UTF8.self)
}
