import HTTP
import JSON

extension SiteClient {
    /// Makes a campus, or finds it. Gives its id.
    func campus(code: String, name: String, as caller: Caller) async throws(SiteError) -> String {
        let path = "/issuer/api/v1/campuses"
        let json = try await self.json(.post, path, as: caller, sending: ["code": .string(code), "name": .string(name)])
        return try Self.text(json, "id", at: .init(.post, path))
    }

    /// The id of a college's achievement with this code; nil when there is none.
    func achievement(code: String, college: Int32) async throws(SiteError) -> String? {
        let path = "/issuer/api/v1/achievements?college=\(college)&code=\(Self.escaped(code))"
        let place = SiteError.Place(.get, path)
        let found = try Self.list(try await self.json(.get, path, as: .nobody), "achievements", at: place)
        guard let json = found.first(where: { $0["code"]?.string == code }) else { return nil }
        return try Self.text(json, "id", at: place)
    }

    /// Publishes an achievement. Gives its id.
    func publish(achievement order: JSON, as caller: Caller) async throws(SiteError) -> String {
        let path = "/issuer/api/v1/achievements"
        return try Self.text(try await self.json(.post, path, as: caller, sending: order), "id", at: .init(.post, path))
    }

    /// Publishes a pathway, or finds it as it is. Gives its id.
    func publish(pathway order: JSON, as caller: Caller) async throws(SiteError) -> String {
        let path = "/pathway/api/v1/pathways"
        return try Self.text(try await self.json(.post, path, as: caller, sending: order), "id", at: .init(.post, path))
    }

    /// Posts a role, or finds it as it is. Gives its id.
    func post(role order: JSON, as caller: Caller) async throws(SiteError) -> String {
        let path = "/matching/api/v1/roles"
        return try Self.text(try await self.json(.post, path, as: caller, sending: order), "id", at: .init(.post, path))
    }

    /// Every issuer that the site knows, by identifier, with its name.
    func issuers() async throws(SiteError) -> [(id: String, name: String)] {
        var issuers: [(id: String, name: String)] = []
        var after: String?
        repeat {
            let path = "/verifier/api/v1/issuers" + (after.map { "?after=\(Self.escaped($0))" } ?? "")
            let place = SiteError.Place(.get, path)
            let json = try await self.json(.get, path, as: .nobody)
            for entry in try Self.list(json, "issuers", at: place) {
                issuers.append((try Self.text(entry, "id", at: place), try Self.text(entry, "name", at: place)))
            }
            after = json["next"]?.string
        } while after != nil
        return issuers
    }
}
