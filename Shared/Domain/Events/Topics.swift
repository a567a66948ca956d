public import CloudEvents

extension Topic {
    /// Issuers with their keys, achievements, status lists and pathway definitions.
    public static let catalogue = Topic("cairn.catalogue.v1", keyedBy: .subject)
    /// Credentials.
    public static let credential = Topic("cairn.credential.v1", keyedBy: .person)
    /// What learners hold in their wallets.
    public static let item = Topic("cairn.item.v1", keyedBy: .person)
    /// What learners let employers see.
    public static let consent = Topic("cairn.consent.v1", keyedBy: .person)
    /// How far learners are on pathways.
    public static let progress = Topic("cairn.progress.v1", keyedBy: .person)
    /// What employers look for.
    public static let role = Topic("cairn.role.v1", keyedBy: .subject)
}

/// The suite's language as a whole: its topics and types.
public enum EventCatalogue {
    /// Every topic.
    public static let topics: [Topic] = [.catalogue, .credential, .item, .consent, .progress, .role]

    /// Every type that is written on a topic.
    public static func types(of topic: Topic) -> [EventType] {
        let all: [any Event.Type] = [
            CatalogueEvent.self, CredentialEvent.self, ItemEvent.self, ConsentEvent.self, ProgressEvent.self, RoleEvent.self,
        ]
        return all.filter { $0.topic == topic }.flatMap { $0.types }
    }
}
