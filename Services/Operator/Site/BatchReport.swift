import JSON

/// How far a file of completions is, as the issuer tells it.
struct BatchReport: Sendable, Equatable {
    /// What is being done with it.
    enum State: String, Sendable {
        case checking, checked, issuing, done, refused
    }

    /// A row that is not as it should be.
    struct Fault: Sendable, Equatable {
        let line: Int
        let column: String
        let sentence: String
    }

    let id: String
    let state: State
    /// Rows read; whether each is one of the three is known when it is checked.
    let rows: Int
    /// Rows that can be issued.
    let ready: Int
    /// Those of them that were held before, and taken back.
    let takenBack: Int
    /// Rows that the learner holds already.
    let held: Int
    /// Rows that are wrong.
    let wrong: Int
    /// Credentials issued from it so far.
    let issued: Int
    /// Rows that were ready and could not be issued after all.
    let failed: Int
    /// The first of the wrong rows.
    let faults: [Fault]
    /// Why the whole file was refused.
    let reason: String?

    /// Reads an answer of the issuer; members that it may leave out count as none.
    init(_ json: JSON, at place: SiteError.Place) throws(SiteError) {
        self.id = try SiteClient.text(json, "id", at: place)
        let word = try SiteClient.text(json, "state", at: place)
        guard let state = State(rawValue: word) else { throw .unexpected(place, "the batch is \(word), which is not known here") }
        self.state = state
        func count(_ name: String) -> Int { json[name]?.int ?? 0 }
        self.rows = count("rows")
        self.ready = count("ready")
        self.takenBack = count("takenBack")
        self.held = count("held")
        self.wrong = count("wrong")
        self.issued = count("issued")
        self.failed = count("failed")
        self.faults = Self.faults(json["problems"]?.array ?? [])
        self.reason = json["reason"]?.string
    }

    /// Reads rows that are wrong.
    static func faults(_ list: [JSON]) -> [Fault] {
        list.map { fault in
            Fault(line: fault["line"]?.int ?? 0, column: fault["column"]?.string ?? "", sentence: fault["sentence"]?.string ?? "")
        }
    }
}
