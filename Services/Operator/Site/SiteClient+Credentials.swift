import HTTP
import JSON

/// A credential as staff see it in a list.
struct IssuedCredential: Sendable, Equatable {
    let id: String
    let state: String
    let completedOn: String

    var isRevoked: Bool { self.state == "revoked" }
}

extension SiteClient {
    /// What a student was given of one achievement, also what was taken back. None when the student is not known.
    func credentials(of student: String, achievement: String, as caller: Caller) async throws(SiteError) -> [IssuedCredential] {
        let path = "/issuer/api/v1/credentials?student_id=\(Self.escaped(student))&achievement=\(Self.escaped(achievement))"
        let place = SiteError.Place(.get, path)
        let list = try Self.list(try await self.json(.get, path, as: caller), "credentials", at: place)
        var credentials: [IssuedCredential] = []
        for json in list {
            credentials.append(
                IssuedCredential(
                    id: try Self.text(json, "id", at: place), state: try Self.text(json, "state", at: place),
                    completedOn: json["completedOn"]?.string ?? ""))
        }
        return credentials
    }

    /// The signed document of a credential, byte for byte.
    func document(of credential: String, as caller: Caller) async throws(SiteError) -> [UInt8] {
        let path = "/issuer/api/v1/credentials/\(credential)"
        return Array(try Self.text(try await self.json(.get, path, as: caller), "document", at: .init(.get, path)).utf8)
    }

    /// Takes a credential back for good.
    func revoke(_ credential: String, because reason: String, as caller: Caller) async throws(SiteError) {
        try await self.json(
            .post, "/issuer/api/v1/credentials/\(credential)/revoke", as: caller, sending: ["reason": .string(reason)])
    }

    /// What the site's verifier says of a document, in one word: its headline.
    func headline(of document: [UInt8]) async throws(SiteError) -> String {
        let path = "/verifier/api/v1/verifications"
        let place = SiteError.Place(.post, path)
        let response = try await self.answer(
            .post, path, as: .nobody, headers: [.contentType: "application/json"], body: .bytes(document))
        let json: JSON
        do { json = try JSON(parsing: response.body) } catch { throw .unexpected(place, "the answer is no JSON: \(error)") }
        return try Self.text(json, "headline", at: place)
    }
}
