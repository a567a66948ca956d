import Chassis
import Events
import JSON
import Observability
import PathwayEngine

/// What the page of one pathway says: to its learner, and to everybody else.
struct WhatNowPage {
    let advice: Advising.Advice
    let pages: Pages

    /// Whether it speaks to a learner of her own way.
    private var isOwn: Bool { self.advice.learner != nil }

    /// The key of the title.
    var title: String { self.isOwn ? "what-now.heading" : "open.heading" }

    /// The template's context.
    func context() throws -> JSONObject {
        let audit = self.advice.audit
        let stages = self.advice.stages
        let next = stages.filter { $0.place == .next }
        let after = stages.filter { $0.place == .after }
        let goal = try self.advice.pathway.text.award.map { try self.name(of: $0) }
        return [
            "name": self.advice.pathway.text.name.json, "isOwn": .bool(self.isOwn),
            "description": self.advice.pathway.text.description.json,
            "college": self.advice.college?.json ?? .null, "done": audit.done.json, "needed": audit.needed.json,
            "width": .number(JSONNumber(audit.share / 100)), "isComplete": .bool(audit.isComplete), "goal": goal?.json ?? .null,
            "doneStages": .array(try stages.filter { $0.place == .done }.map(self.item)), "nextStages": .array(try next.map(self.item)),
            "hasNext": .bool(!next.isEmpty), "afterStages": .array(try after.map(self.item)), "hasAfter": .bool(!after.isEmpty),
            "afterSteps": after.map(\.remaining).reduce(0, +).json, "stops": after.count { self.exit(of: $0) != nil }.json,
            "stages": .array(try stages.map(self.item)), "hasDone": .bool(stages.contains { $0.place == .done }),
        ]
    }

    private func item(_ stage: Stage) throws -> JSON {
        let exit = self.exit(of: stage)
        let isChoice = !stage.requirement.parts.isEmpty
        let options = stage.requirement.parts
        return [
            "heading": .string(try self.words(of: stage.requirement, isHeading: true)), "isChoice": .bool(isChoice),
            "isCounted": .bool(self.isOwn && stage.partsDone < stage.requirement.needed),
            "isExit": .bool(exit != nil), "exitLink": exit.map { .string("/pathway/\($0)") } ?? .null,
            "partsDone": stage.partsDone.json, "partsNeeded": stage.requirement.needed.json,
            "options": .array(
                try options.map { option in
                    [
                        "words": .string(try self.words(of: option)),
                        "isMet": .bool(self.isOwn && self.advice.audit.standing(of: option).isMet),
                    ]
                }),
        ]
    }

    /// The pathway that leads to a part, when that is an award of its own: a place to stop.
    private func exit(of stage: Stage) -> PathwayID? {
        guard case .achievement(let id) = stage.requirement else { return nil }
        return self.advice.exits[id]
    }

    /// A part of the requirement in words.
    private func words(of part: Requirement, isHeading: Bool = false) throws -> String {
        let list = try isHeading ? "" : part.parts.map { try self.words(of: $0) }.joined(separator: ", ")
        let form = isHeading ? "choose" : "list"
        switch part {
        case .achievement(let id): return try self.name(of: id)
        case .all: return try self.pages.sentence("\(form).all", ["list": list.json])
        case .any: return try self.pages.sentence("\(form).any", ["list": list.json])
        case .some(let parts, let atLeast):
            return try self.pages.sentence("\(form).some", ["list": list.json, "count": atLeast.json, "of": parts.count.json])
        }
    }

    private func name(of id: AchievementID) throws -> String {
        try self.advice.achievements[id]?.name ?? self.pages.sentence("name.unknown")
    }
}
