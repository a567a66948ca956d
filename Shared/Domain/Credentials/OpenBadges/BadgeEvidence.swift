public import JSON

/// What an award rests on (Open Badges 3.0, Evidence; Verifiable Credentials 2.0 §5.6).
public struct BadgeEvidence: Sendable, Hashable {
    /// Where it is.
    public let id: String?
    /// What it is called.
    public let name: String?
    /// What it shows.
    public let narrative: String?
    /// What kind of thing it is.
    public let genre: String?

    /// A piece of evidence.
    public init(id: String? = nil, name: String? = nil, narrative: String? = nil, genre: String? = nil) {
        self.id = id
        self.name = name
        self.narrative = narrative
        self.genre = genre
    }

    /// The genre by which a credential among the evidence is known.
    public static let credentialGenre = "Credential"

    /// A credential that counted toward this one. `evidence` is where the data model has the issuer say what it judged by; `endorsement` is
    /// the word of a third party, `related` links kinds of achievement, and `relatedResource` protects the bytes of a file.
    public static func credential(_ id: String) -> BadgeEvidence {
        BadgeEvidence(id: id, genre: Self.credentialGenre)
    }

    /// The evidence.
    public var json: JSON {
        .object(omittingNil: [
            "id": self.id.map { .string($0) }, "type": ["Evidence"], "name": self.name.map { .string($0) },
            "narrative": self.narrative.map { .string($0) }, "genre": self.genre.map { .string($0) },
        ])
    }
}
