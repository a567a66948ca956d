import Chassis
import CloudEvents
import Events
import HTTP
import JSON
import Postgres

/// `/issuer/credentials`: finding credentials of a learner, of an achievement, or one by its number.
///
/// What somebody types goes with a form and leads to addresses without it: a student number stands in no address.
struct CredentialFindPageRoutes: Sendable {
    /// How many credentials a page shows.
    static let pageLimit = 20

    let finding: FindingCredentials
    let database: Database
    let pages: IssuerPages

    /// What stands in the form's fields.
    private struct Fields {
        var student = ""
        var achievement = ""
        var credential = ""
    }

    func add(to group: RouterGroup<ServiceContext>) {
        group.get("/credentials") { request, context in
            let staff = try context.visitor.staff(with: "credential.issue")
            return try await self.show(Fields(), FormErrors(), status: .ok, for: staff, to: request)
        }
        group.post("/credentials") { request, context in try await self.find(request, context) }
    }

    private func show(
        _ fields: Fields, _ errors: FormErrors, status: HTTPStatus, for staff: Visitor.Staff, to request: HTTPRequest
    ) async throws -> HTTPResponse {
        let pages = self.pages.own(of: staff)
        let query = try request.query()
        // Addresses come from the form; one that somebody has cut leads back to it.
        let person = query["person"].flatMap { PersonID($0) }
        let achievement = query["achievement"].flatMap { AchievementID($0) }
        var page: JSONObject = [
            "student": fields.student.json, "achievement": fields.achievement.json, "credential": fields.credential.json,
            "isList": .bool(errors.isEmpty && (person != nil || achievement != nil)),
        ]
        errors.add(to: &page)
        if errors.isEmpty, person != nil || achievement != nil {
            let search = CredentialSearch(
                person: person, achievement: achievement?.description, after: query["after"].flatMap { CredentialID($0) },
                limit: Self.pageLimit + 1)
            let found = try await answering { try await self.finding.credentials(search, by: staff) }
            let shown = Array(found.prefix(Self.pageLimit))
            let learners = try await answering { try await self.finding.learners(Set(shown.map(\.person)), by: staff) }
            page["hasCredentials"] = .bool(!shown.isEmpty)
            page["credentials"] = .array(try shown.map { .object(try self.pages.entry(of: $0, learner: learners[$0.person])) })
            let here = [person.map { "person=\($0)" }, achievement.map { "achievement=\($0)" }].compactMap { $0 }
            if found.count > Self.pageLimit, let last = shown.last {
                page["next"] = .string("/issuer/credentials?" + (here + ["after=\(last.id)"]).joined(separator: "&"))
            } else {
                page["next"] = .bool(false)
            }
        }
        return try pages.response("credentials", title: "credentials.heading", page, status: status, to: request)
    }

    private func find(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let staff = try context.visitor.staff(with: "credential.issue")
        let form = try await request.form()
        let fields = Fields(
            student: form.text("student"), achievement: form.text("achievement"), credential: form.text("credential"))
        var errors = FormErrors()
        if !fields.credential.isEmpty {
            if let id = try await self.credential(fields.credential, staff) { return .redirect(to: "/issuer/credentials/\(id)") }
            errors.add("credential", try self.pages.all.sentence("credentials.no-credential"))
        } else if fields.student.isEmpty, fields.achievement.isEmpty {
            errors.add("student", try self.pages.all.sentence("credentials.nothing"))
        } else if let path = try await self.list(fields, staff) {
            return .redirect(to: path)
        } else {
            let field = fields.student.isEmpty ? "achievement" : "student"
            errors.add(field, try self.pages.all.sentence("credentials.none-\(field)"))
        }
        return try await self.show(fields, errors, status: .unprocessableContent, for: staff, to: request)
    }

    private func credential(_ text: String, _ staff: Visitor.Staff) async throws -> CredentialID? {
        let urn = "urn:uuid:"
        guard let id = CredentialID(text.hasPrefix(urn) ? String(text.dropFirst(urn.count)) : text) else { return nil }
        let found = try await self.database.transaction(as: Visitor.staff(staff).databaseScope) { tx in try tx.credential(id) }
        return found?.id
    }

    /// Where what was asked for is listed; nil when there is none of it that this visitor may see, whoever the learner is.
    private func list(_ fields: Fields, _ staff: Visitor.Staff) async throws -> String? {
        var search = CredentialSearch(achievement: fields.achievement.isEmpty ? nil : fields.achievement, limit: 1)
        if !fields.student.isEmpty {
            search.person = try await answering { try await self.finding.person(numbered: fields.student, by: staff) }
            if search.person == nil { return nil }
        }
        let wanted = search
        guard let first = try await answering({ try await self.finding.credentials(wanted, by: staff) }).first else { return nil }
        let achievement = search.achievement == nil ? nil : "achievement=\(first.achievement.id)"
        return "/issuer/credentials?" + [search.person.map { "person=\($0)" }, achievement].compactMap { $0 }.joined(separator: "&")
    }
}
