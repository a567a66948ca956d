import Chassis
import CloudEvents
import Events
import HTTP
import JSON
import Observability
import Postgres

/// `/issuer/credentials/{id}`: one credential as staff see it, and taking it back.
struct CredentialPageRoutes: Sendable {
    /// The longest reason, in bytes.
    static let reasonLimit = 1_000

    let revoking: Revoking
    let finding: FindingCredentials
    let database: Database
    let pages: IssuerPages

    func add(to group: RouterGroup<ServiceContext>) {
        group.get("/credentials/{id}") { request, context in try await self.show(request, context) }
        group.get("/credentials/{id}/take-back") { request, context in
            try await self.preview("", FormErrors(), status: .ok, request, context)
        }
        group.post("/credentials/{id}/take-back") { request, context in try await self.takeBack(request, context) }
    }

    /// A credential, and what stands around it.
    private struct Found {
        let credential: Credential
        let achievement: Achievement
        let campus: Campus?
        /// How many awards that hold were earned with it.
        let awards: Int
    }

    private func show(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let staff = try context.visitor.staff()
        let found = try await self.find(context, staff)
        let (credential, name) = (found.credential, found.achievement.text.name)
        var page = try await self.entry(of: found, staff)
        page["campus"] = found.campus.map { .string($0.name) } ?? .bool(false)
        page["completed"] = credential.completedOn.json
        page["issued"] = credential.issuedAt.description.json
        page["until"] = credential.validUntil.map { .string($0.description) } ?? .bool(false)
        page["changed"] = credential.state == .active && credential.version == 1 ? .bool(false) : credential.changedAt.description.json
        page["change"] = try self.pages.all.sentence("credential.changed-\(credential.state.rawValue)").json
        page["reason"] = credential.reason.map { .string($0) } ?? .bool(false)
        page["mayTakeBack"] = .bool(staff.scopes.contains("credential.revoke") && credential.state != .revoked)
        page["hasEarnedBy"] = .bool(!credential.earnedBy.isEmpty)
        page["earnedBy"] = .array(credential.earnedBy.map { ["id": $0.json] })
        page["document"] = String(decoding: credential.document, as: UTF8.self).json
        return try self.pages.own(of: staff).plainTitle("credential", title: name, page, to: request)
    }

    private func preview(
        _ reason: String, _ errors: FormErrors, status: HTTPStatus, _ request: HTTPRequest, _ context: ServiceContext
    ) async throws -> HTTPResponse {
        let staff = try context.visitor.staff(with: "credential.revoke")
        let found = try await self.find(context, staff)
        guard found.credential.state != .revoked else { return Self.page(of: found.credential.id) }
        var page = try await self.entry(of: found, staff)
        page["reason"] = reason.json
        page["isPart"] = .bool(!staff.campuses.isEmpty)
        page["awards"] = found.awards.json
        page["hasAwards"] = .bool(found.awards > 0)
        errors.add(to: &page)
        return try self.pages.own(of: staff).response("take-back", title: "take-back.heading", page, status: status, to: request)
    }

    private func takeBack(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let staff = try context.visitor.staff(with: "credential.revoke")
        let id = try Self.id(context)
        let reason = try await request.form().text("reason")
        if let error = try self.pages.fault(ofReason: reason) {
            var errors = FormErrors()
            errors.add("reason", error)
            return try await self.preview(reason, errors, status: .unprocessableContent, request, context)
        }
        do {
            _ = try await self.revoking.apply(.revoke, to: id, because: reason, by: staff)
        } catch IssuerError.wrongState {
            // It was taken back before: the page says so.
        } catch let error as IssuerError {
            throw Problem(error)
        }
        return Self.page(of: id)
    }

    private func find(_ context: ServiceContext, _ staff: Visitor.Staff) async throws -> Found {
        let (id, college) = (try Self.id(context), CollegeID(staff.college))
        let found = try await self.database.transaction(as: Visitor.staff(staff).databaseScope, with: .snapshot) { tx -> Found? in
            guard let credential = try tx.credential(id),
                let achievement = try tx.achievement(credential.achievement.id, edition: credential.achievement.edition)
            else { return nil }
            let campus = try credential.campus.flatMap { campus in try tx.campuses(of: college).first { $0.id == campus } }
            return Found(
                credential: credential, achievement: achievement, campus: campus,
                awards: try tx.awards(earnedWith: id, by: credential.person, college: college))
        }
        guard let found else { throw Problem(.unknownCredential) }
        return found
    }

    /// What the page of a credential and that of taking it back both show.
    private func entry(of found: Found, _ staff: Visitor.Staff) async throws -> JSONObject {
        let person = found.credential.person
        let learners = try await answering { try await self.finding.learners([person], by: staff) }
        var page = try self.pages.state(found.credential.state, until: found.credential.validUntil)
        page["id"] = found.credential.id.json
        page["name"] = found.achievement.text.name.json
        page["achievement"] = found.achievement.id.json
        page["edition"] = found.achievement.edition.json
        page["learner"] = try self.pages.label(of: learners[person]).json
        return page
    }

    private static func page(of id: CredentialID) -> HTTPResponse { .redirect(to: "/issuer/credentials/\(id)") }

    private static func id(_ context: ServiceContext) throws -> CredentialID {
        guard let id = CredentialID(try context.parameters.require("id")) else { throw Problem(.unknownCredential) }
        return id
    }
}

extension IssuerPages {
    /// What is wrong with a reason that somebody gives, in words; nil when nothing is.
    func fault(ofReason reason: String) throws -> String? {
        if reason.isEmpty { return try self.all.sentence("form.reason-missing") }
        let limit = CredentialPageRoutes.reasonLimit
        return reason.utf8.count > limit ? try self.all.sentence("form.reason-long", ["limit": limit.json]) : nil
    }
}
