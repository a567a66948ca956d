import Chassis

extension ServiceSchema {
    /// The wallet's part of the database.
    static let wallet = ServiceSchema(
        "wallet", topics: PackageResources.topics_yaml,
        migrations: [
            "0003-wallet.sql": PackageResources._003_wallet_sql, "0004-wall.sql": PackageResources._004_wall_sql,
            "0005-awarded.sql": PackageResources._005_awarded_sql,
        ])
}
