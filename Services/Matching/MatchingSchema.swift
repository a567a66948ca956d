import Chassis

extension ServiceSchema {
    /// The matching service's part of the database.
    static let matching = ServiceSchema(
        "matching", topics: PackageResources.topics_yaml,
        migrations: ["0003-matching.sql": PackageResources._003_matching_sql, "0004-wall.sql": PackageResources._004_wall_sql])
}
