import CloudEvents
import HTTP
import JSON
import Observability

extension SiteClient {
    private static let wallet = "/wallet/api/v1"

    /// Who a learner is: her id within her college.
    func me(as learner: Caller) async throws(SiteError) -> String {
        try Self.text(try await self.json(.get, "\(Self.wallet)/me", as: learner), "person", at: .init(.get, "\(Self.wallet)/me"))
    }

    /// What a learner holds, as the wallet tells it; the first page.
    func items(as learner: Caller) async throws(SiteError) -> [JSON] {
        let path = "\(Self.wallet)/items"
        return try Self.list(try await self.json(.get, path, as: learner), "items", at: .init(.get, path))
    }

    /// The signed document of an item, byte for byte.
    func document(ofItem id: String, as learner: Caller) async throws(SiteError) -> [UInt8] {
        try await self.answer(.get, "\(Self.wallet)/items/\(id)/document", as: learner).body
    }

    /// Whether a learner lets an employer use what she holds; nil when she was never asked.
    func consents(to employer: UUIDValue, for purpose: String, at now: WallTime, as learner: Caller) async throws(SiteError) -> Bool? {
        let path = "\(Self.wallet)/consents"
        let consents = try Self.list(try await self.json(.get, path, as: learner), "consents", at: .init(.get, path))
        let all = consents.filter { $0["employer"]?.string == employer.description && $0["purpose"]?.string == purpose }
        if all.isEmpty { return nil }
        // Times of the API are all in UTC, so that their order is that of their texts.
        return all.contains { $0["state"] == "granted" && ($0["until"]?.string ?? "") > now.description }
    }

    /// Lets an employer use the skills and credentials that a learner holds.
    func consent(to employer: UUIDValue, for purpose: String, until: WallTime, as learner: Caller) async throws(SiteError) {
        try await self.json(
            .post, "\(Self.wallet)/consents", as: learner,
            sending: [
                "employer": .string(employer.description), "purpose": .string(purpose), "what": ["skills", "credentials"],
                "until": .string(until.description),
            ])
    }

    /// Makes a link to one item. Gives its id and its address.
    func share(_ item: String, until: WallTime, name: String, as learner: Caller) async throws(SiteError) -> (id: String, url: String) {
        let path = "\(Self.wallet)/shares"
        let order: JSON = ["items": [.string(item)], "until": .string(until.description), "name": .string(name)]
        let json = try await self.json(.post, path, as: learner, sending: order)
        let place = SiteError.Place(.post, path)
        return (try Self.text(json, "id", at: place), try Self.text(json, "url", at: place))
    }

    /// Whether a link of a learner still opens.
    func opens(share id: String, as learner: Caller) async throws(SiteError) -> Bool {
        let path = "\(Self.wallet)/shares"
        let shares = try Self.list(try await self.json(.get, path, as: learner), "shares", at: .init(.get, path))
        return shares.contains { $0["id"]?.string == id && $0["opens"] == true }
    }
}
