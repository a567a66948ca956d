import CloudEvents
import Crypto
import Events
import JSON
import Postgres

extension Projection {
    /// All of them, by consumer. A projection that is derived from several topics, such as progress, is compared at the readers of what it says.
    static let all = [
        Self.issuers(at: "verifier.catalogue"), Self.achievements(at: "verifier.catalogue"), Self.statusLists(at: "verifier.catalogue"),
        Self.issuers(at: "wallet.catalogue"), Self.achievements(at: "wallet.catalogue"), Self.statusLists(at: "wallet.catalogue"),
        Self.walletItems, Self.walletProgress, Self.pathwayCredentials, Self.matchingSkills, Self.matchingItems, Self.matchingConsents,
    ]

    private static func issuers(at consumer: String) -> Projection {
        Projection(consumer, of: IssuerState.self, fields: ["identifier", "name"], held: { try $0.heldIssuers(in: $1) }) {
            [$0.identifier, $0.name]
        }
    }

    private static func achievements(at consumer: String) -> Projection {
        Projection(
            consumer, of: AchievementState.self, fields: ["state", "edition", "name"], held: { try $0.heldAchievements(in: $1) }
        ) {
            [$0.state.rawValue, String($0.edition), $0.name]
        }
    }

    private static func statusLists(at consumer: String) -> Projection {
        Projection(consumer, of: StatusListState.self, fields: ["URL", "bits"], held: { try $0.heldStatusLists(in: $1) }) {
            [$0.url, Hex.encode(SHA256.hash(data: $0.bits.bytes))]
        }
    }

    /// What learners hold.
    private static let walletItems = Projection(
        "wallet.record", of: CredentialState.self, fields: ["person", "state", "achievement", "edition", "document"],
        held: { try $0.heldItems(in: $1) }
    ) {
        [
            $0.person.description, $0.state.rawValue, $0.achievement.id.description, String($0.achievement.edition),
            Hex.encode(SHA256.hash(data: Array($0.document.utf8))),
        ]
    }

    private static let walletProgress = Projection(
        "wallet.progress", of: ProgressState.self, by: "pathway", fields: ["person", "share", "complete"],
        held: { try $0.heldProgress(in: $1) }
    ) {
        [$0.person.description, String($0.share), String($0.complete)]
    }

    private static let pathwayCredentials = Projection(
        "pathway.progress", of: CredentialState.self, fields: ["person", "state", "achievement"], held: { try $0.heldCredentials(in: $1) }
    ) {
        [$0.person.description, $0.state.rawValue, $0.achievement.id.description]
    }

    private static let matchingSkills = Projection(
        "matching.skills", of: CredentialState.self, fields: ["person", "state", "achievement", "skills"],
        held: { try $0.heldSkills(in: $1) }
    ) { state in
        let skills = Set(state.skills.map { "\($0.framework) \($0.code)" }).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return [
            state.person.description, state.state.rawValue, state.achievement.id.description, skills.joined(separator: ","),
        ]
    }

    private static let matchingItems = Projection(
        "matching.skills", of: ItemState.self, by: "wallet", fields: ["person", "state", "credential"],
        held: { try $0.heldItemNames(in: $1) }
    ) {
        [$0.person.description, $0.state.rawValue, $0.credential?.description ?? ""]
    }

    private static let matchingConsents = Projection(
        "matching.consent", of: ConsentState.self, by: "wallet",
        fields: ["person", "employer", "purpose", "state", "what", "items"], held: { try $0.heldConsents(in: $1) }
    ) {
        [
            $0.person.description, $0.employer.description, $0.purpose.rawValue, $0.state.rawValue,
            $0.what.map(\.rawValue).joined(separator: ","), $0.items?.map(\.description).joined(separator: ",") ?? "all",
        ]
    }
}

extension Projection {
    /// A projection of one kind of subject. Its digests begin with the college and the version; `digest` gives the rest, of a newest state.
    init<State: AggregateState>(
        _ consumer: String, of type: State.Type, by writer: String = "issuer", fields: [String],
        held: @escaping @Sendable (borrowing Transaction, SubjectWindow) throws -> [UUIDValue: [String]],
        digest: @escaping @Sendable (State) -> [String]
    ) {
        self.init(
            consumer: consumer, topic: State.topic.name, writer: writer, noun: State.noun, fields: ["college", "version"] + fields,
            held: held,
            folded: { event in
                let state = try JSONDocument(parsing: event.data).decode(State.self, unknownMembers: .ignored)
                return [state.college.description, String(event.version)] + digest(state)
            })
    }
}
