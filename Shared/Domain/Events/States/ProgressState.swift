public import CloudEvents
public import JSON

/// How far a learner is on a pathway.
public struct ProgressState: LearnerState {
    /// What can happen to it.
    public enum Verb: String, CaseIterable, Sendable { case advanced, completed, reopened }

    /// One edition of a pathway.
    public struct PathwayEdition: Sendable, Hashable, JSONDecodable, JSONEncodable {
        /// Which pathway.
        public let id: PathwayID
        /// Which edition of it, from 1.
        public let edition: Int

        /// An edition from its parts.
        public init(_ id: PathwayID, edition: Int) {
            self.id = id
            self.edition = edition
        }

        /// Reads an object.
        public init(from json: JSONView) throws(JSONDecodingError) {
            let body = try JSONReader(json, requiring: "id", "edition")
            self.id = try body.required("id")
            self.edition = try body.int("edition", in: 1...Int(Int32.max))
            try body.finish()
        }

        /// An object.
        public var json: JSON { ["id": self.id.json, "edition": self.edition.json] }
    }

    /// Its id.
    public let progress: ProgressID
    /// The college it belongs to.
    public let college: CollegeID
    /// The learner.
    public let person: PersonID
    /// The pathway, in the edition that she began.
    public let pathway: PathwayEdition
    /// How much is done, of 10,000.
    public let share: Int
    /// Whether all is done.
    public let complete: Bool
    /// What it leads to; nil when it leads to nothing by itself.
    public let award: AchievementEdition?
    /// The credentials that count.
    public let earnedBy: [CredentialID]

    /// A state from its parts.
    public init(
        progress: ProgressID, college: CollegeID, person: PersonID, pathway: PathwayEdition, share: Int, complete: Bool,
        award: AchievementEdition? = nil, earnedBy: [CredentialID]
    ) {
        self.progress = progress
        self.college = college
        self.person = person
        self.pathway = pathway
        self.share = share
        self.complete = complete
        self.award = award
        self.earnedBy = earnedBy
    }

    /// Reads an object.
    public init(from json: JSONView) throws(JSONDecodingError) {
        let body = try JSONReader(json, requiring: "progress", "college", "person", "pathway", "share", "complete", "earnedBy")
        self.progress = try body.required("progress")
        self.college = try body.required("college")
        self.person = try body.required("person")
        self.pathway = try body.required("pathway")
        self.share = try body.int("share", in: 0...10_000)
        self.complete = try body.required("complete")
        self.award = try body.optional("award")
        self.earnedBy = try body.required("earnedBy")
        try body.finish()
    }

    /// An object.
    public var json: JSON {
        .object(omittingNil: [
            "progress": self.progress.json, "college": self.college.json, "person": self.person.json, "pathway": self.pathway.json,
            "share": self.share.json, "complete": self.complete.json, "award": self.award?.json, "earnedBy": self.earnedBy.json,
        ])
    }

    /// Where it stands on the wire.
    public static var topic: Topic { .progress }
    /// `progress`
    public static var noun: String { "progress" }
    /// Its id.
    public var subject: UUIDValue { self.progress.value }
}
