public import JSON

/// Who issues or made something (Open Badges 3.0, Profile).
public struct IssuerProfile: Sendable, Hashable {
    /// The DID or URL; for an issuer the one that its keys belong to.
    public let id: String
    /// The name that people know.
    public let name: String
    /// Its page.
    public let url: String?
    /// What it is.
    public let description: String?

    /// A profile.
    public init(id: String, name: String, url: String? = nil, description: String? = nil) {
        self.id = id
        self.name = name
        self.url = url
        self.description = description
    }

    /// The profile.
    public var json: JSON {
        .object(omittingNil: [
            "id": .string(self.id), "type": ["Profile"], "name": .string(self.name), "url": self.url.map { .string($0) },
            "description": self.description.map { .string($0) },
        ])
    }
}
