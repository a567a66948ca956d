import HTTP

/// A route of one of the services.
struct WallRoute: Sendable, Hashable, CustomStringConvertible {
    let service: String
    let method: HTTPMethod
    let path: String

    /// `GET /wallet/api/v1/items/{id}`
    var description: String { "\(self.method) \(self.path)" }

    /// Every route that the services answer, from the very tables by which they do.
    static func all() async throws -> [WallRoute] {
        try await SiteRoutes().byService.flatMap { name, routes in
            routes.map { WallRoute(service: name, method: $0.method, path: $0.path) }
        }.sorted { ($0.path, $0.method.rawValue) < ($1.path, $1.method.rawValue) }
    }
}
