import Chassis
import CloudEvents
import Events
import HTTP
import Postgres

/// `/issuer/status/{id}`: the signed status list, for whoever checks a credential.
struct StatusListRoutes: Sendable {
    /// How long a copy may be used.
    static let timeToLive = Duration.seconds(60)

    let colleges: Colleges
    let database: Database
    let site: Site

    func add(to router: Router<ServiceContext>) {
        router.get("/issuer/status/{id}") { request, context in try await self.show(request, context) }
    }

    private func show(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let missing = Problem(.notFound, "not-found", "There is no such status list.")
        guard let id = StatusListID(try context.parameters.require("id")) else { throw missing }
        // The list is public: whoever asks, it is read as by nobody.
        let found = try await self.database.transaction { tx in try tx.statusList(id) }
        guard let list = found else { throw missing }
        let college = try await answering { try await self.colleges.college(list.college) }
        let bytes = try list.signed(by: college, site: self.site, timeToLive: Self.timeToLive)
        return StaticContent(bytes, contentType: "application/vc", maxAge: Self.timeToLive).response(to: request)
    }
}
