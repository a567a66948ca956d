import CloudEvents
import JSON

/// What a demo tells beyond its data: `story.json`.
struct DemoPlan: JSONDecodable, Equatable {
    /// The code of the role that is ranked.
    let role: String
    /// Whose credential of which achievement is revoked.
    let student: String
    let achievement: String
    let personas: [DemoPersona]

    init(from json: JSONView) throws(JSONDecodingError) {
        let reader = try JSONReader(json, requiring: "role", "revoke", "personas")
        self.role = try reader.required("role")
        guard let revoke = reader.member("revoke") else { throw json.mismatch(expected: "an object") }
        let inner = try JSONReader(revoke, requiring: "student_id", "achievement")
        self.student = try inner.required("student_id")
        self.achievement = try inner.required("achievement")
        try inner.finish()
        self.personas = try reader.required("personas")
        try reader.finish()
    }
}

/// Somebody whom a visitor of the demo can be.
struct DemoPersona: JSONDecodable, Equatable {
    let name: String
    let kind: String
    let say: String
    /// The claims of her sign-in link; campuses by their codes.
    let claims: JSONObject

    init(from json: JSONView) throws(JSONDecodingError) {
        let reader = try JSONReader(json, requiring: "name", "kind", "say", "try", "claims")
        self.name = try reader.required("name")
        self.kind = try reader.required("kind")
        self.say = try reader.required("say")
        for member in ["try", "to"] { _ = reader.member(member) }
        guard let view = reader.member("claims"), let claims = view.json.object, claims["visitor"]?.string != nil else {
            throw json.mismatch(expected: "an object whose claims are those of a sign-in link")
        }
        self.claims = claims
        try reader.finish()
    }

    /// The number of a student; nil for anybody else.
    var student: String? { self.claims["visitor"] == "learner" ? self.claims["student"]?.string : nil }

    /// The codes of the campuses that she works for; none for the whole college.
    var campuses: [String] { self.claims["campuses"]?.array?.compactMap(\.string) ?? [] }

    /// Her sign-in link's ticket, with the ids of campuses; nil when one of them is not known: without it she would see the whole college.
    func ticket(campuses ids: [String: String]) -> SignInTicket? {
        var claims = self.claims
        let known = self.campuses.compactMap { ids[$0] }
        guard known.count == self.campuses.count else { return nil }
        if !known.isEmpty { claims["campuses"] = .array(known.map { .string($0) }) }
        return SignInTicket(bearer: .claims(claims), name: self.name)
    }
}

/// Somebody who lets an employer use what she holds: a row of `consents.csv`.
struct DemoConsent: Equatable {
    let student: String
    let employer: UUIDValue
    let purpose: String
    let days: Int

    init(_ record: DemoTable.Record, file: String) throws(DemoFolderError) {
        let place = "line \(record.line)"
        guard let employer = UUIDValue(record["employer"]) else { throw DemoFolderError(file, place, "employer should be a UUID") }
        guard let days = Int(record["until_days"]), (1...366).contains(days) else {
            throw DemoFolderError(file, place, "until_days should be a number of 1 to 366")
        }
        self.student = record["student_id"]
        self.employer = employer
        self.purpose = record["purpose"]
        self.days = days
    }
}
