extension EventCatalogue {
    /// The JSON Schema (draft 2020-12) of a noun's data, as each service serves it; nil for a name that is none.
    public static func schema(named name: String) -> [UInt8]? {
        switch name {
        case "achievement.v1.json": PackageResources.achievement_v1_json
        case "consent.v1.json": PackageResources.consent_v1_json
        case "credential.v1.json": PackageResources.credential_v1_json
        case "issuer.v1.json": PackageResources.issuer_v1_json
        case "item.v1.json": PackageResources.item_v1_json
        case "pathway.v1.json": PackageResources.pathway_v1_json
        case "progress.v1.json": PackageResources.progress_v1_json
        case "role.v1.json": PackageResources.role_v1_json
        case "statuslist.v1.json": PackageResources.statuslist_v1_json
        default: nil
        }
    }

    /// The AsyncAPI 3.0 document of all topics.
    public static var asyncAPI: [UInt8] { PackageResources.asyncapi_yaml }
}
