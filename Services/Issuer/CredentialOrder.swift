import Chassis
import Credentials
import Events
import JSON

/// What somebody asks to be issued: who achieved what, and when.
struct CredentialOrder: Sendable, Equatable, JSONDecodable {
    let student: StudentNumber
    /// The learner's name, for the issuer's own table; it is not signed.
    let name: String?
    let achievement: AchievementID
    /// The edition that was achieved; the newest when none is named.
    let edition: Int?
    let campus: CampusID?
    /// The day, as `2026-05-30`.
    let completedOn: String
    let validFrom: DateTimeStamp?
    let validUntil: DateTimeStamp?

    /// The times that a credential may name, in seconds since 1970: those that every reader of its event can write (RFC 3339), 1900 to 9999.
    static let moments: ClosedRange<Int64> = -2_208_988_800...253_402_300_799

    init(from json: JSONView) throws(JSONDecodingError) {
        let body = try JSONReader(json, requiring: "student", "achievement", "completedOn")
        guard let member = body.member("student"), let student = member.string.flatMap({ StudentNumber($0) }) else {
            throw json["student"].map { $0.mismatch(expected: "a student number of 1 to \(StudentNumber.limit) ASCII characters") }
                ?? json.mismatch(expected: "an object with a student")
        }
        self.student = student
        self.name = try body.optionallyFilled("name", limit: 500)
        self.achievement = try body.required("achievement")
        self.edition = try body.optional("edition")
        self.campus = try body.optional("campus")
        self.completedOn = try body.day("completedOn")
        self.validFrom = try body.moment("validFrom")
        self.validUntil = try body.moment("validUntil")
        if let edition = self.edition, !(1...Int(Int32.max)).contains(edition), let member = body.member("edition") {
            throw member.mismatch(expected: "an edition's number, from 1")
        }
        // Whole seconds are kept.
        if let from = self.validFrom, let until = self.validUntil, until.seconds <= from.seconds, let member = body.member("validUntil") {
            throw member.mismatch(expected: "a time after validFrom")
        }
        try body.finish()
    }
}

extension JSONReader {
    /// Reads a day that must be there.
    fileprivate func day(_ name: String) throws(JSONDecodingError) -> String {
        let text: String = try self.required(name)
        if text.utf8.count != 10 || DateTimeStamp(text + "T00:00:00Z") == nil || text < "1900", let member = self.member(name) {
            throw member.mismatch(expected: "a day from 1900 on, such as 2026-05-30")
        }
        return text
    }

    /// Reads a time that may be absent.
    fileprivate func moment(_ name: String) throws(JSONDecodingError) -> DateTimeStamp? {
        guard let text: String = try self.optional(name), let member = self.member(name) else { return nil }
        guard let moment = DateTimeStamp(text), CredentialOrder.moments.contains(moment.seconds) else {
            throw member.mismatch(expected: "a time of the years 1900 to 9999, such as 2026-05-30T12:00:00Z")
        }
        return moment
    }
}
