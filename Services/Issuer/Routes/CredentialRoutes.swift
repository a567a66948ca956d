import Chassis
import CloudEvents
import Crypto
import Events
import HTTP
import JSON
import Messaging
import Postgres

/// `/issuer/api/v1/credentials`: issue, look at, revoke, suspend, reinstate.
struct CredentialRoutes: Sendable {
    let issuing: Issuing
    let revoking: Revoking
    let finding: FindingCredentials
    let database: Database
    let failpoints: Failpoints

    func add(to group: RouterGroup<ServiceContext>) {
        group.post("/credentials") { request, context in try await self.issue(request, context) }
        group.get("/credentials/{id}") { _, context in try await self.show(context) }
        group.get("/credentials") { request, context in try await self.list(request, context) }
        for change in Revoking.Change.allCases {
            group.post("/credentials/{id}/\(change.rawValue)") { request, context in try await self.apply(change, request, context) }
        }
    }

    private func issue(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let staff = try context.visitor.staff(with: "credential.issue")
        guard let key = request.headers[.idempotencyKey], (1...RepeatableRequest.keyLimit).contains(key.utf8.count) else {
            throw Problem(
                .badRequest, "idempotency-key-needed",
                "Send the field Idempotency-Key, of 1 to \(RepeatableRequest.keyLimit) characters, so that a repeated request issues once.")
        }
        let document = try await request.json()
        let order = try document.decode(CredentialOrder.self)
        let repeatable = RepeatableRequest(key: key, digest: SHA256.hash(data: document.bytes))
        let credential = try await answering { try await self.issuing.issue(order, asked: repeatable, by: staff) }
        self.failpoints.reach(.httpCommitted)
        return .json(credential.json, status: .created, location: "/issuer/api/v1/credentials/\(credential.id)")
    }

    private func show(_ context: ServiceContext) async throws -> HTTPResponse {
        guard context.visitor != .anonymous else {
            throw Problem(.unauthorized, "sign-in-needed", "Sign in first.", headers: [.wwwAuthenticate: "Bearer"])
        }
        let id = try self.id(context)
        let credential = try await self.database.transaction(as: context.visitor.databaseScope) { tx in try tx.credential(id) }
        guard let credential else { throw Problem(.unknownCredential) }
        return .json(credential.json)
    }

    private func list(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let staff = try context.visitor.staff(with: "credential.issue")
        let query = try request.query()
        let (student, achievement) = (try query.single("student_id"), try query.single("achievement"))
        guard student != nil || achievement != nil else {
            throw Problem(.badRequest, "search-needed", "Say whose or which credentials: add ?student_id= or ?achievement=.")
        }
        let found = try await answering { try await self.finding.credentials(of: student, achievement: achievement, by: staff) }
        return .json(["credentials": .array(found.map(\.json))])
    }

    private func apply(_ change: Revoking.Change, _ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let staff = try context.visitor.staff(with: "credential.revoke")
        let id = try self.id(context)
        let reason = try (try await request.json()).decode(ChangeReason.self).text
        let credential = try await answering { try await self.revoking.apply(change, to: id, because: reason, by: staff) }
        self.failpoints.reach(.httpCommitted)
        return .json(credential.json)
    }

    private func id(_ context: ServiceContext) throws -> CredentialID {
        guard let id = CredentialID(try context.parameters.require("id")) else { throw Problem(.unknownCredential) }
        return id
    }
}

/// Why a credential is taken back or given again.
private struct ChangeReason: JSONDecodable {
    let text: String

    init(from json: JSONView) throws(JSONDecodingError) {
        let body = try JSONReader(json, requiring: "reason")
        self.text = try body.filled("reason", limit: 1_000)
        try body.finish()
    }
}
