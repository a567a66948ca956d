import Chassis

extension ServiceSchema {
    /// The issuer's part of the database.
    static let issuer = ServiceSchema(
        "issuer", topics: PackageResources.topics_yaml,
        migrations: [
            "0003-issuer.sql": PackageResources._003_issuer_sql, "0004-wall.sql": PackageResources._004_wall_sql,
            "0005-sign-in.sql": PackageResources._005_sign_in_sql, "0006-status-pace.sql": PackageResources._006_status_pace_sql,
        ])
}
