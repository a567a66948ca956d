import Chassis
import CloudEvents
import Events
import HTTP
import JSON
import Observability
import Postgres

/// `/wallet/consents`: who may use what, why, until when; agreeing, and stopping it.
struct ConsentPageRoutes: Sendable {
    /// How long a consent lasts when the learner does not say otherwise.
    static let proposal = Duration.seconds(90 * 86_400)

    let consenting: Consenting
    let database: Database
    let pages: WalletPages

    func add(to group: RouterGroup<ServiceContext>) {
        group.get("/consents") { request, context in
            let form = ConsentForm(until: (self.pages.now() + Self.proposal).day)
            return try await self.list(request, context, form, FormErrors(), status: .ok)
        }
        group.post("/consents") { request, context in try await self.grant(request, context) }
        group.get("/consents/{id}/stop") { request, context in try await self.preview(request, context) }
        group.post("/consents/{id}/stop") { _, context in try await self.stop(context) }
    }

    private func list(
        _ request: HTTPRequest, _ context: ServiceContext, _ form: ConsentForm, _ errors: FormErrors, status: HTTPStatus
    ) async throws -> HTTPResponse {
        let learner = try Learner(context.visitor)
        let (consents, employers) = try await self.database.transaction(as: learner.scope, with: .snapshot) { tx in
            (try tx.consents(of: learner, limit: ConsentRoutes.limit), try tx.employers(limit: ConsentRoutes.limit))
        }
        let names = Dictionary(uniqueKeysWithValues: employers.map { ($0.id, $0.name) })
        var page = try form.context(employers: employers, pages: self.pages.own)
        page["isEmpty"] = .bool(!consents.contains { $0.stands(at: self.pages.now()) })
        page["consents"] = .array(try consents.map { .object(try self.context(of: $0, employer: names[$0.employer])) })
        errors.add(to: &page)
        return try self.pages.own.response("consents", title: "consents.heading", page, status: status, to: request)
    }

    private func grant(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let learner = try Learner(context.visitor)
        let form = ConsentForm(try await request.form())
        var errors = FormErrors()
        if let order = try form.order(&errors, pages: self.pages.own) {
            do {
                _ = try await self.consenting.grant(order, by: learner)
                return .seeOther("/wallet/consents")
            } catch WalletError.endOutOfRange(let days) {
                errors.add("until", try self.pages.own.sentence("form.until-range", ["days": days.json]))
            } catch WalletError.alreadyGranted {
                errors.add("employer", try self.pages.own.sentence("consents.already"))
            }
        }
        return try await self.list(request, context, form, errors, status: .unprocessableContent)
    }

    private func preview(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let learner = try Learner(context.visitor)
        let id = try Self.id(context)
        let found = try await self.database.transaction(as: learner.scope, with: .snapshot) { tx in
            try tx.consent(id).map { ($0, try tx.employers(limit: ConsentRoutes.limit)) }
        }
        guard let (consent, employers) = found else { throw Problem(.unknownConsent) }
        guard consent.stands(at: self.pages.now()) else { return .seeOther("/wallet/consents") }
        let page = try self.context(of: consent, employer: employers.first { $0.id == consent.employer }?.name)
        return try self.pages.own.response("consent-stop", title: "consent-stop.title", page, to: request)
    }

    private func stop(_ context: ServiceContext) async throws -> HTTPResponse {
        let learner = try Learner(context.visitor)
        do {
            _ = try await self.consenting.withdraw(try Self.id(context), by: learner)
        } catch WalletError.consentOver {
            // It had ended by itself: what she wants is the case.
        } catch let error as WalletError {
            throw Problem(error)
        }
        return .seeOther("/wallet/consents")
    }

    private func context(of consent: Consent, employer: String?) throws -> JSONObject {
        let stands = consent.stands(at: self.pages.now())
        let state = consent.state == .granted && !stands ? ConsentState.State.expired : consent.state
        var entry = try self.pages.tag("standing.\(state.rawValue)", look: stands ? "passed" : "blocked")
        entry["id"] = consent.id.json
        entry["employer"] = try (employer ?? self.pages.own.sentence("consents.unnamed")).json
        entry["what"] = .array(try consent.what.map { try self.pages.own.sentence("consents.what-\($0.rawValue)").json })
        entry["purpose"] = try self.pages.own.sentence("consents.purpose-\(consent.purpose.rawValue)").json
        entry["untilLabel"] = try self.pages.own.sentence(stands ? "consents.ends" : "consents.ended").json
        entry["until"] = (consent.state == .withdrawn ? consent.changedAt : consent.until).description.json
        entry["stands"] = .bool(stands)
        return entry
    }

    private static func id(_ context: ServiceContext) throws -> ConsentID {
        guard let id = ConsentID(try context.parameters.require("id")) else { throw Problem(.unknownConsent) }
        return id
    }
}
