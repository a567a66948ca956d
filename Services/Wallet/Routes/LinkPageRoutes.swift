import Chassis
import CloudEvents
import Events
import HTTP
import JSON
import Observability
import Postgres

/// `/wallet/links`: which links still work; one of them; and its end.
struct LinkPageRoutes: Sendable {
    let sharing: Sharing
    let database: Database
    let site: Site
    let pages: WalletPages

    func add(to group: RouterGroup<ServiceContext>) {
        group.get("/links") { request, context in try await self.list(request, context) }
        group.get("/links/{id}") { request, context in
            try await self.show("link-made", title: "link.heading", request, context)
        }
        group.get("/links/{id}/end") { request, context in
            try await self.show("link-end", title: "link-end.heading", request, context)
        }
        group.post("/links/{id}/end") { _, context in
            let learner = try Learner(context.visitor)
            _ = try await answering { try await self.sharing.end(try Self.id(context), by: learner) }
            return .seeOther("/wallet/links")
        }
    }

    private func list(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let learner = try Learner(context.visitor)
        let (links, items) = try await self.database.transaction(as: learner.scope, with: .snapshot) { tx in
            let links = try tx.links(of: learner, limit: ShareRoutes.limit)
            let items = try tx.items(links.flatMap(\.items), of: learner)
            return (links, Dictionary(uniqueKeysWithValues: items.map { ($0.id, $0) }))
        }
        let page: JSONObject = [
            "isEmpty": .bool(links.isEmpty),
            "links": .array(try links.map { .object(try self.context(of: $0, showing: $0.items.compactMap { items[$0] })) }),
        ]
        return try self.pages.own.response("links", title: "links.heading", page, to: request)
    }

    private func show(
        _ template: String, title: String, _ request: HTTPRequest, _ context: ServiceContext
    ) async throws -> HTTPResponse {
        let learner = try Learner(context.visitor)
        let id = try Self.id(context)
        let found = try await self.database.transaction(as: learner.scope, with: .snapshot) { tx in
            try tx.link(id).map { ($0, try tx.items($0.items, of: learner)) }
        }
        guard let (link, items) = found else { throw Problem(.unknownLink) }
        var page = try self.context(of: link, showing: items)
        let token = FreshLink.token(of: id, in: request)
        page["url"] = token.map { self.site.url(of: $0).json }
        let title = token == nil || template != "link-made" ? title : "link.ready"
        return try self.pages.own.response(template, title: title, page, to: request)
    }

    private func context(of link: ShareLink, showing items: [Item]) throws -> JSONObject {
        let opens = link.opens(at: self.pages.now())
        var entry = try self.pages.tag(opens ? "standing.link-open" : "standing.link-ended", look: opens ? "passed" : "blocked")
        entry["id"] = .string(link.id.description)
        entry["short"] = .string(String(link.id.description.prefix(8)))
        // Nothing of the page around it may show through where the link has none.
        entry["audience"] = link.audience.map { $0.json } ?? .bool(false)
        entry["givenName"] = link.name.map { $0.json } ?? .bool(false)
        entry["until"] = link.until.description.json
        entry["opens"] = .bool(opens)
        entry["isEnded"] = .bool(!opens)
        entry["ended"] = (link.endedAt ?? link.until).description.json
        entry["items"] = .array(
            try items.map { ["name": try self.pages.name(of: $0).json, "credentialEnd": try self.pages.end(of: $0).json] })
        return entry
    }

    private static func id(_ context: ServiceContext) throws -> UUIDValue {
        guard let id = UUIDValue(try context.parameters.require("id")) else { throw Problem(.unknownLink) }
        return id
    }
}
