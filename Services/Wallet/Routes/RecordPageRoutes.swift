import Chassis
import Events
import HTTP
import JSON
import Observability
import Postgres

/// `/wallet/`: what a learner holds, and one credential with every check.
struct RecordPageRoutes: Sendable {
    /// How many items a page shows.
    static let pageLimit = 50

    let database: Database
    let judging: Judging
    let pages: WalletPages

    func add(to group: RouterGroup<ServiceContext>) {
        group.get("/") { _, _ in HTTPResponse(status: .permanentRedirect, headers: [.location: "/wallet/"]) }
        group.get("/credentials/{id}") { request, context in try await self.show(request, context) }
    }

    /// `/wallet/`, whose path ends in a slash.
    func list(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let learner = try Learner(context.visitor)
        // A cursor that is none begins at the newest: it is a link of ours that somebody has cut.
        let after = try request.query()["after"].flatMap { ItemID($0) }
        let found = try await self.database.transaction(as: learner.scope) { tx in
            try tx.awardedItems(of: learner, after: after, limit: Self.pageLimit + 1)
        }
        let shown = found.prefix(Self.pageLimit)
        let items = try shown.map { item in
            var entry = try self.pages.standing(of: item)
            entry["id"] = item.id.json
            entry["name"] = try self.pages.name(of: item).json
            entry["issuer"] = try self.pages.issuer(of: item).json
            entry["date"] = item.awardedAt.description.json
            entry["mayShare"] = .bool(item.state != .revoked)
            return JSON.object(entry)
        }
        let next = found.count > Self.pageLimit ? shown.last?.id.json : nil
        let page: JSON = .object(omittingNil: ["isEmpty": .bool(items.isEmpty), "items": .array(items), "next": next])
        return try self.pages.own.response("record", title: "record.heading", page.object ?? [:], to: request)
    }

    private func show(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let learner = try Learner(context.visitor)
        let id = try ItemRoutes.id(context)
        let found = try await self.database.transaction(as: learner.scope, with: .snapshot) { tx in
            try tx.item(id).map { item in
                (item, try tx.document(of: id) ?? [], try tx.pathways(of: learner, counting: item.credential))
            }
        }
        guard let (item, document, pathways) = found else { throw Problem(.unknownItem) }
        let (verdict, headline) = self.pages.verdict(try await self.judging.judge(document, at: self.pages.now()))
        var page = try self.pages.standing(of: item)
        for (name, value) in verdict { page[name] = value }
        page["id"] = item.id.json
        page["name"] = try self.pages.name(of: item).json
        page["headline"] = headline.json
        let counts = item.standing(at: self.pages.now()) == .good
        page["mayShare"] = .bool(item.state != .revoked)
        page["hasPathways"] = .bool(!pathways.isEmpty)
        // What was stacked is where a pathway has led to; what counts no more counts toward none.
        page["showsPathways"] = .bool(!pathways.isEmpty || counts)
        page["isStacked"] = .bool(!item.earnedBy.isEmpty)
        page["pathways"] = .array(
            try pathways.map { pathway in
                [
                    "name": try (pathway.name ?? self.pages.own.sentence("credential.pathway")).json,
                    "percent": (pathway.share / 100).json, "isComplete": .bool(pathway.isComplete),
                ]
            })
        return try self.pages.own.response("credential", title: "credential.title", page, to: request)
    }
}
