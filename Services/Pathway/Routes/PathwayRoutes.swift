import Chassis
import Events
import HTTP
import JSON
import PathwayEngine
import Postgres

/// `/pathway/api/v1/pathways`: publish; and read, which anybody may.
struct PathwayRoutes: Sendable {
    /// How many a page of the list holds.
    static let page = 100
    /// The most bytes of a definition: five hundred achievements, with room for names.
    static let bodyLimit = 1 << 17

    let publishing: PublishingPathway
    let database: Database

    func add(to group: RouterGroup<ServiceContext>) {
        group.post("/pathways") { request, context in try await self.publish(request, context) }
        group.get("/pathways") { request, context in try await self.list(request, context) }
        group.get("/pathways/{id}") { _, context in try await self.show(context) }
        group.get("/pathways/{id}/summary") { _, context in try await self.summary(context) }
    }

    private func publish(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let staff = try context.visitor.staff(with: "pathway.publish")
        let document = try await request.json(upTo: Self.bodyLimit)
        let text = try document.decode(PathwayText.self)
        do {
            let result = try await self.publishing.publish(text, by: staff)
            let location = "/pathway/api/v1/pathways/\(result.pathway.id)"
            return .json(result.pathway.json, status: result.isNew ? .created : .ok, location: location)
        } catch PathwayError.unknownAchievements(let unknown) {
            throw Problem(unknown: Set(unknown), in: document.root)
        } catch PathwayError.notWholeCollege {
            throw Problem(
                .forbidden, "other-campus",
                "A pathway is the whole college's; you work for some of its campuses. Ask somebody who works for all.")
        } catch PathwayError.leadsToItself {
            throw Problem(
                .unprocessableContent, "leads-to-itself", "What this pathway gives is needed to complete it.",
                fields: [.init("/award", "By way of your college's other pathways, this is needed for the requirement.")])
        }
    }

    private func list(_ request: HTTPRequest, _ context: ServiceContext) async throws -> HTTPResponse {
        let query = try request.query()
        guard let number = try query.single("college").flatMap({ Int32($0) }) ?? context.visitor.college, number > 0 else {
            throw Problem(.badRequest, "college-needed", "Say whose pathways: add ?college= and the college's number.")
        }
        let after = try query.single("after").map { text in
            guard let id = PathwayID(text) else { throw Problem(.badRequest, "after-malformed", "after should be a pathway's id.") }
            return id
        }
        let page = try await self.database.transaction(as: context.visitor.databaseScope) { transaction in
            try transaction.pathways(of: CollegeID(number), after: after, limit: Self.page)
        }
        let next = page.count == Self.page ? page.last?.id : nil
        return .json(.object(omittingNil: ["pathways": .array(page.map(\.json)), "after": next?.json]))
    }

    private func show(_ context: ServiceContext) async throws -> HTTPResponse {
        let id = try context.pathway()
        let pathway = try await self.database.transaction(as: context.visitor.databaseScope) { transaction in try transaction.pathway(id) }
        guard let pathway else { throw Problem.noPathway }
        return .json(pathway.json)
    }

    private func summary(_ context: ServiceContext) async throws -> HTTPResponse {
        let scope = context.visitor.scopes.contains("people.read") ? "people.read" : "pathway.publish"
        let staff = try context.visitor.staff(with: scope)
        let id = try context.pathway()
        let found = try await self.database.transaction(as: context.visitor.databaseScope, with: .snapshot) { transaction in
            try transaction.pathway(id).map { ($0.college, try transaction.summary(of: $0)) }
        }
        guard let (college, counts) = found, college.number == staff.college else { throw Problem.noPathway }
        return .json(["pathway": id.json, "begun": counts.begun.json, "complete": counts.complete.json])
    }
}

extension ServiceContext {
    /// The pathway that the address names.
    func pathway() throws -> PathwayID {
        guard let id = PathwayID(try self.parameters.require("id")) else { throw Problem.noPathway }
        return id
    }
}

extension Problem {
    /// The address names no pathway that the visitor may see.
    static let noPathway = Problem(.notFound, "not-found", "There is no such pathway.")

    /// Achievements that the catalogue does not name, each by its place in the body. What was published a moment ago arrives soon.
    init(unknown: Set<AchievementID>, in body: JSONView) {
        var fields: [Field] = []
        func look(at json: JSONView) {
            if let leaf = json["achievement"], let id = leaf.string.flatMap({ AchievementID($0) }), unknown.contains(id) {
                fields.append(Field(leaf.pointer, "Your college has published no such achievement."))
            }
            for list in ["all", "any", "some"].compactMap({ json[$0] }) { list.elements.forEach(look) }
        }
        if let requirement = body["requirement"] { look(at: requirement) }
        if let award = body["award"], let id = award.string.flatMap({ AchievementID($0) }), unknown.contains(id) {
            fields.append(Field(award.pointer, "Your college has published no such achievement."))
        }
        self.init(
            .unprocessableContent, "achievement-unknown",
            "This names achievements that are not known here. If they were published a moment ago, send it again in a second.",
            fields: Array(fields.prefix(JSONDecodingError.maxIssues)), headers: [.retryAfter: "1"])
    }
}
