import Chassis

extension ServiceSchema {
    /// The issuer's part of the database.
    static let issuer = ServiceSchema(
        "issuer", topics: PackageResources.topics_yaml,
        migrations: [
            "0003-issuer.sql": PackageResources._003_issuer_sql, "0004-wall.sql": PackageResources._004_wall_sql,
            "0005-sign-in.sql": PackageResources._005_sign_in_sql, "0006-status-pace.sql": PackageResources._006_status_pace_sql,
            "0007-codes.sql": PackageResources._007_codes_sql, "0008-batches.sql": PackageResources._008_batches_sql,
            "0009-awards.sql": PackageResources._009_awards_sql, "0010-batch-pages.sql": PackageResources._010_batch_pages_sql,
            "0011-wall-by-index.sql": PackageResources._011_wall_by_index_sql,
            "0012-rows-by-line.sql": PackageResources._012_rows_by_line_sql,
            "0013-taken-back.sql": PackageResources._013_taken_back_sql,
        ])
}
