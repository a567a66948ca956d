public import JSON

/// How one kind of result of an achievement is to be read (Open Badges 3.0, ResultDescription).
public struct BadgeResultDescription: Sendable, Hashable {
    /// Its URL; results name it.
    public let id: String
    /// What it is called.
    public let name: String
    /// A word of the standard's list such as `LetterGrade` or `Percent`.
    public let resultType: String
    /// The values there are, from low to high.
    public let allowedValues: [String]

    /// A description.
    public init(id: String, name: String, resultType: String, allowedValues: [String] = []) {
        self.id = id
        self.name = name
        self.resultType = resultType
        self.allowedValues = allowedValues
    }

    /// The description.
    public var json: JSON {
        .object(omittingNil: [
            "id": .string(self.id), "type": ["ResultDescription"], "name": .string(self.name), "resultType": .string(self.resultType),
            "allowedValue": .list(self.allowedValues.map { .string($0) }),
        ])
    }
}

/// A grade or level that was reached (Open Badges 3.0, Result).
public struct BadgeResult: Sendable, Hashable {
    /// The description that it follows.
    public let description: String?
    /// The value.
    public let value: String

    /// A result.
    public init(_ value: String, of description: String? = nil) {
        self.value = value
        self.description = description
    }

    /// The result.
    public var json: JSON {
        .object(omittingNil: [
            "type": ["Result"], "resultDescription": self.description.map { .string($0) }, "value": .string(self.value),
        ])
    }
}
