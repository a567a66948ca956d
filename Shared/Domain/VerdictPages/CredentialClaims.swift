public import JSON

/// What a credential says of itself, read for people. Nothing of it counts unless the checks say so.
///
/// Reads any JSON: what is missing, or not what the standard says, is nil or left out. Every text is safe to show.
public struct CredentialClaims: Sendable, Hashable {
    /// The longest description and criteria that are shown.
    public static let textLimit = 10_000
    /// The most entries of one list that are shown.
    public static let listLimit = 50

    /// A skill that the achievement names (Open Badges 3.0, Alignment).
    public struct Skill: Sendable, Hashable {
        /// What it is called.
        public let name: String
        /// The framework that it stands in.
        public let framework: String?
        /// Its code there.
        public let code: String?
    }

    /// What the award rests on.
    public struct Evidence: Sendable, Hashable {
        /// What it is called, or its address.
        public let name: String
        /// Where it lies; https only.
        public let url: String?
    }

    /// What was achieved.
    public let name: String?
    /// What that means.
    public let description: String?
    /// What it took.
    public let criteria: String?
    /// How the issuer calls itself.
    public let issuer: String?
    /// The issuer's identifier.
    public let issuerID: String?
    /// The part of the college that made the achievement.
    public let creator: String?
    /// When it was awarded, as the document writes it.
    public let awarded: String?
    /// Until when it counts, as the document writes it.
    public let validUntil: String?
    /// The skills that it names.
    public let skills: [Skill]
    /// Grades and levels.
    public let results: [String]
    /// What it rests on, other credentials left out.
    public let evidence: [Evidence]
    /// How many other credentials it was stacked from.
    public let earnedBy: Int

    /// Reads a document.
    public init(_ document: JSON) {
        let subject = document["credentialSubject"]
        let achievement = subject?["achievement"]
        self.name = Self.text(achievement?["name"]) ?? Self.text(document["name"])
        self.description = Self.text(achievement?["description"], limit: Self.textLimit)
        self.criteria = Self.text(achievement?["criteria"]?["narrative"], limit: Self.textLimit)
        self.issuer = Self.text(document["issuer"]?["name"])
        self.issuerID = (document["issuer"]?.string ?? document["issuer"]?["id"]?.string).map { PlainText.safe($0) }
        self.creator = Self.text(achievement?["creator"]?["name"])
        self.awarded = document["awardedDate"]?.string ?? document["validFrom"]?.string
        self.validUntil = document["validUntil"]?.string
        self.skills = Self.list(achievement?["alignment"]).compactMap { alignment in
            Self.text(alignment["targetName"]).map {
                Skill(name: $0, framework: Self.text(alignment["targetFramework"]), code: Self.text(alignment["targetCode"]))
            }
        }
        self.results = Self.list(subject?["result"]).compactMap { Self.text($0["value"]) ?? Self.text($0["achievedLevel"]) }
        let evidence = Self.list(document["evidence"])
        self.earnedBy = evidence.count { $0["genre"]?.string == "Credential" }
        self.evidence = evidence.filter { $0["genre"]?.string != "Credential" }.compactMap { entry in
            let url = entry["id"]?.string.flatMap { $0.hasPrefix("https://") ? $0 : nil }
            guard let name = Self.text(entry["name"]) ?? entry["id"]?.string.map({ PlainText.safe($0) }) else { return nil }
            return Evidence(name: name, url: url)
        }
    }

    /// A text, or the first of several languages.
    private static func text(_ json: JSON?, limit: Int = PlainText.limit) -> String? {
        guard let json = json?.array?.first ?? json, let text = json.string ?? json["@value"]?.string, !text.isEmpty else { return nil }
        return PlainText.safe(text, limit: limit)
    }

    private static func list(_ json: JSON?) -> ArraySlice<JSON> {
        guard let json else { return [] }
        return (json.array ?? [json]).prefix(Self.listLimit)
    }
}
