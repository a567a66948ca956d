import Chassis

extension ServiceSchema {
    /// The verifier's part of the database: what the catalogue says, and nothing of any person.
    static let verifier = ServiceSchema(
        "verifier", topics: PackageResources.topics_yaml, migrations: ["0003-verifier.sql": PackageResources._003_verifier_sql])
}
