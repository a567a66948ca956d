import CloudEvents
import Crypto
import Events
import JSON

extension Projection {
    /// All of them, by consumer.
    static let all = [
        Projection(
            consumer: "verifier.catalogue", topic: Topic.catalogue.name, noun: IssuerState.noun,
            fields: ["college", "version", "identifier", "name"], held: { try $0.verifierIssuers(in: $1) },
            folded: { event in
                let state = try event.state(IssuerState.self)
                return [state.college.description, String(event.version), state.identifier, state.name]
            }),
        Projection(
            consumer: "verifier.catalogue", topic: Topic.catalogue.name, noun: AchievementState.noun,
            fields: ["college", "version", "state", "edition", "name"], held: { try $0.verifierAchievements(in: $1) },
            folded: { event in
                let state = try event.state(AchievementState.self)
                return [
                    state.college.description, String(event.version), state.state.rawValue, String(state.edition), state.name,
                ]
            }),
        Projection(
            consumer: "verifier.catalogue", topic: Topic.catalogue.name, noun: StatusListState.noun,
            fields: ["college", "version", "URL", "bits"], held: { try $0.verifierStatusLists(in: $1) },
            folded: { event in
                let state = try event.state(StatusListState.self)
                return [state.college.description, String(event.version), state.url, Hex.encode(SHA256.hash(data: state.bits.bytes))]
            }),
    ]
}

extension NewestEvent {
    /// The state that it carries.
    func state<State: AggregateState>(_ type: State.Type) throws -> State {
        try JSONDocument(parsing: self.data).decode(State.self, unknownMembers: .ignored)
    }
}
