import JSON

/// What is wrong with a row of a file: where, what, and how to mend it.
struct BatchFault: Sendable, Equatable {
    let line: Int
    /// The column's name; nil when the first line names none there.
    let column: String?
    /// What stands there, unless it tells of a person.
    let value: String?
    let sentence: String

    /// As the API answers it.
    var json: JSON {
        .object(omittingNil: [
            "line": self.line.json, "column": (self.column ?? "").json, "value": self.value?.json, "sentence": self.sentence.json,
        ])
    }
}
