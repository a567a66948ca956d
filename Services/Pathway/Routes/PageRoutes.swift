import Chassis
import Events
import HTTP
import JSON
import Postgres

/// The human pages: which ways a learner is on, and what is next on one of them. Whoever is not a learner sees what the way takes.
struct PageRoutes: Sendable {
    /// How many pathways of the college are offered to a learner.
    static let offers = 20

    let advising: Advising
    let database: Database
    let pages: Pages

    /// The templates and sentences in the frame of all services.
    static func pages(pseudo: Bool = false) throws -> Pages {
        let templates = [
            "my-pathways": PackageResources.my_pathways_mustache, "open-pathways": PackageResources.open_pathways_mustache,
            "what-now": PackageResources.what_now_mustache, "stage": PackageResources.stage_mustache,
        ].mapValues { String(decoding: $0, as: UTF8.self) }
        return try Pages(
            prefix: "/pathway", templates: templates, sentences: try JSON(parsing: PackageResources.sentences_en_json),
            navigation: [PageLink("/pathway/", label: "nav.pathways"), PageLink("/wallet/", label: "nav.record")],
            footer: [PageLink("/verifier/sources", label: "footer.sources")], pseudo: pseudo)
    }

    /// The pages as a visitor sees them: the links above them lead nowhere that she may not go.
    private func pages(for visitor: Visitor) -> Pages {
        let ways = PageLink("/pathway/", label: "nav.ways")
        switch visitor {
        case .learner: return self.pages
        case .staff: return self.pages.navigating([ways, PageLink("/issuer/", label: "nav.staff")])
        case .employer: return self.pages.navigating([ways, PageLink("/matching/roles", label: "nav.roles")])
        case .anonymous, .shareLink: return self.pages.navigating([ways])
        }
    }

    func add(to router: Router<ServiceContext>) {
        router.get("/pathway/") { request, context in try await self.mine(request, context) }
        router.get("/pathway/{id}") { request, context in try await self.whatNow(request, context) }
        self.pages.addStylesheet(to: router.group("/pathway"))
    }

    /// Which ways are open, for whoever is on none.
    private func open(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let college = context.visitor.college.map { CollegeID($0) }
        let pathways = try await self.database.transaction(as: context.visitor.databaseScope) { transaction in
            try transaction.pathways(of: college, after: nil, limit: Self.offers)
        }
        return try self.pages(for: context.visitor).response(
            "open-pathways", title: "ways.heading", ["ways": .array(pathways.map(Self.offer)), "hasWays": .bool(!pathways.isEmpty)],
            to: request)
    }

    private static func offer(_ pathway: Pathway) -> JSON {
        ["link": .string("/pathway/\(pathway.id)"), "name": pathway.text.name.json, "description": pathway.text.description.json]
    }

    private func mine(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        guard let learner = context.learnerIfAny else { return try await self.open(request, context) }
        let (progress, pathways) = try await self.database.transaction(
            as: context.visitor.databaseScope, with: .snapshot
        ) { transaction in
            let progress = try transaction.progress(of: [learner]).filter { !$0.earnedBy.isEmpty }
            let own = try progress.compactMap { try transaction.pathway($0.pathway, edition: $0.edition) }
            let all = try transaction.pathways(of: learner.college, after: nil, limit: Self.offers + progress.count)
            return (progress, own + all.filter { pathway in !own.contains { $0.id == pathway.id } })
        }
        let own = progress.compactMap { progress in
            pathways.first { $0.id == progress.pathway }.map { pathway -> JSON in
                [
                    "link": .string("/pathway/\(pathway.id)"), "name": pathway.text.name.json, "done": progress.done.json,
                    "needed": progress.needed.json, "isComplete": .bool(progress.isComplete),
                    "width": .number(JSONNumber(progress.share / 100)),
                ]
            }
        }
        let others = pathways.filter { pathway in !progress.contains { $0.pathway == pathway.id } }.prefix(Self.offers)
            .map(Self.offer)
        return try self.pages.response(
            "my-pathways", title: "mine.heading",
            ["own": .array(own), "hasOwn": .bool(!own.isEmpty), "others": .array(others), "hasOthers": .bool(!others.isEmpty)], to: request)
    }

    private func whatNow(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let id = try context.pathway()
        let advice = try await self.advising.advice(on: id, for: context.learnerIfAny, as: context.visitor.databaseScope)
        guard let advice else { throw Problem.noPathway }
        let page = WhatNowPage(advice: advice, pages: self.pages)
        return try self.pages(for: context.visitor).response("what-now", title: page.title, try page.context(), to: request)
    }
}
