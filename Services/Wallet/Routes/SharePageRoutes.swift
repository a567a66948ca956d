import Chassis
import Events
import HTTP
import JSON
import Observability
import Postgres

/// `/wallet/share/{id}`: for whom, with which name, until when; and what they will see.
struct SharePageRoutes: Sendable {
    /// How long a link lasts when the learner does not say otherwise.
    static let proposal = Duration.seconds(30 * 86_400)

    let sharing: Sharing
    let database: Database
    let judging: Judging
    let site: Site
    let pages: WalletPages

    /// What stands in the form's fields.
    private struct Fields {
        var audience = ""
        var name = ""
        var until = ""
    }

    func add(to group: RouterGroup<ServiceContext>) {
        group.get("/share/{id}") { request, context in
            let fields = Fields(until: (self.pages.now() + Self.proposal).day)
            return try await self.show(request, context, fields, FormErrors(), status: .ok)
        }
        group.post("/share/{id}") { request, context in try await self.make(request, context) }
    }

    private func show(
        _ request: HTTPRequest, _ context: ServiceContext, _ fields: Fields, _ errors: FormErrors, status: HTTPStatus
    ) async throws -> HTTPResponse {
        let learner = try Learner(context.visitor)
        let id = try ItemRoutes.id(context)
        let found = try await self.database.transaction(as: learner.scope, with: .snapshot) { tx in
            try tx.item(id).map { ($0, try tx.document(of: id) ?? []) }
        }
        guard let (item, document) = found else { throw Problem(.unknownItem) }
        var (page, _) = self.pages.verdict(try await self.judging.judge(document, at: self.pages.now()))
        page["id"] = item.id.json
        page["name"] = try self.pages.name(of: item).json
        page["audience"] = fields.audience.json
        page["givenName"] = fields.name.json
        page["until"] = fields.until.json
        errors.add(to: &page)
        return try self.pages.own.response("share", title: "share.title", page, status: status, to: request)
    }

    private func make(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let learner = try Learner(context.visitor)
        let id = try ItemRoutes.id(context)
        let form = try await request.form()
        let fields = Fields(audience: form.text("audience"), name: form.text("name"), until: form.text("until"))
        var errors = FormErrors()
        for (field, text) in [("audience", fields.audience), ("name", fields.name)] where !text.isEmpty && !ShareOrder.isLine(text) {
            errors.add(field, try self.pages.own.sentence("form.line"))
        }
        guard let until = WallTime(lastDay: fields.until) else {
            errors.add("until", try self.pages.own.sentence("form.until-missing"))
            return try await self.show(request, context, fields, errors, status: .unprocessableContent)
        }
        if errors.isEmpty {
            let order = ShareOrder(
                items: [id], until: until, name: fields.name.isEmpty ? nil : fields.name,
                audience: fields.audience.isEmpty ? nil : fields.audience)
            do {
                let (link, token) = try await self.sharing.share(order, by: learner)
                var response = HTTPResponse.seeOther("/wallet/links/\(link.id)")
                response.headers[.setCookie] = FreshLink.cookie(for: token, of: link.id, on: self.site).description
                return response
            } catch WalletError.endOutOfRange(let days) {
                errors.add("until", try self.pages.own.sentence("form.until-range", ["days": days.json]))
            } catch let error as WalletError {
                throw Problem(error)
            }
        }
        return try await self.show(request, context, fields, errors, status: .unprocessableContent)
    }
}
