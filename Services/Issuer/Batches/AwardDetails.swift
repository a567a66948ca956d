import JSON

/// What a row says beside who, what and when. It waits sealed, since it tells of a person.
struct AwardDetails: Sendable, Equatable, JSONEncodable, JSONDecodable {
    /// The number that the college knows the learner by; the salted hash of it is signed.
    let student: String
    /// Her name, for the issuer's own table; it is not signed.
    let name: String?
    /// Her mail address, for the same table; it is not signed either.
    let email: String?
    /// A grade or level, which is signed.
    let result: String?
    /// Where what she did can be seen, which is signed.
    let evidence: String?

    init(student: String, name: String? = nil, email: String? = nil, result: String? = nil, evidence: String? = nil) {
        self.student = student
        self.name = name
        self.email = email
        self.result = result
        self.evidence = evidence
    }

    init(from json: JSONView) throws(JSONDecodingError) {
        let body = try JSONReader(json, requiring: "student")
        self.student = try body.required("student")
        self.name = try body.optional("name")
        self.email = try body.optional("email")
        self.result = try body.optional("result")
        self.evidence = try body.optional("evidence")
        try body.finish()
    }

    var json: JSON {
        .object(omittingNil: [
            "student": self.student.json, "name": self.name?.json, "email": self.email?.json, "result": self.result?.json,
            "evidence": self.evidence?.json,
        ])
    }
}
