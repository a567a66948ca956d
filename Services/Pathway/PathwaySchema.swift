import Chassis

extension ServiceSchema {
    /// The part of the database that holds pathways and progress.
    static let pathway = ServiceSchema(
        "pathway", topics: PackageResources.topics_yaml,
        migrations: [
            "0003-pathway.sql": PackageResources._003_pathway_sql, "0004-wall.sql": PackageResources._004_wall_sql,
        ])
}
