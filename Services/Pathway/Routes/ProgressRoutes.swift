import Chassis
import Events
import HTTP
import JSON
import Observability
import PathwayEngine
import Postgres

/// `/pathway/api/v1/progress` and `.../pathways/{id}/progress`: a learner's own.
struct ProgressRoutes: Sendable {
    let advising: Advising
    let database: Database

    func add(to group: RouterGroup<ServiceContext>) {
        group.get("/progress") { _, context in try await self.list(context) }
        group.get("/pathways/{id}/progress") { _, context in try await self.show(context) }
    }

    private func list(_ context: ServiceContext) async throws -> HTTPResponse {
        let learner = try context.learner()
        let progress = try await self.database.transaction(as: context.visitor.databaseScope) { transaction in
            try transaction.progress(of: [learner])
        }
        return .json(["progress": .array(progress.map(\.json))])
    }

    private func show(_ context: ServiceContext) async throws -> HTTPResponse {
        let learner = try context.learner()
        let advice = try await self.advising.advice(on: try context.pathway(), for: learner, as: context.visitor.databaseScope)
        guard let advice, advice.learner != nil else { throw Problem.noPathway }
        return .json(advice.json)
    }
}

extension ServiceContext {
    /// The learner who asks.
    func learner() throws -> Learner {
        let (college, person) = try self.visitor.learner()
        return Learner(college: CollegeID(college), person: PersonID(person))
    }

    /// The learner who asks; nil when it is somebody else.
    var learnerIfAny: Learner? {
        guard case .learner(let college, let person) = self.visitor else { return nil }
        return Learner(college: CollegeID(college), person: PersonID(person))
    }
}

extension Advising.Advice {
    /// As the API answers it.
    fileprivate var json: JSON {
        .object(omittingNil: [
            "pathway": ["id": self.pathway.id.json, "edition": self.pathway.edition.json], "name": self.pathway.text.name.json,
            "begun": .bool(self.audit.hasBegun), "done": self.audit.done.json, "needed": self.audit.needed.json,
            "share": self.audit.share.json, "complete": .bool(self.audit.isComplete), "award": self.pathway.text.award?.json,
            "earnedBy": self.audit.earnedBy.json, "stages": .array(self.stages.map(self.json)),
        ])
    }

    private func json(_ stage: Stage) -> JSON {
        let leaves = Set(stage.requirement.leaves).sorted()
        return .object(omittingNil: [
            "place": .string(stage.place.rawValue), "requirement": stage.requirement.json,
            "held": .array(
                leaves.compactMap { id in
                    self.audit.credential(for: id).map { ["achievement": id.json, "credential": $0.json] }
                }),
            "exits": .array(leaves.compactMap { id in self.exits[id].map { ["achievement": id.json, "pathway": $0.json] } }),
        ])
    }
}
