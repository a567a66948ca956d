import CloudEvents
import JSON

/// A college as a demo's `college.json` has it.
struct DemoCollege: JSONDecodable, Equatable {
    /// One of its campuses.
    struct Campus: JSONDecodable, Equatable {
        let code: String
        let name: String

        init(from json: JSONView) throws(JSONDecodingError) {
            let reader = try JSONReader(json, requiring: "code", "name")
            self.code = try reader.required("code")
            self.name = try reader.required("name")
            try reader.finish()
        }
    }

    let number: Int32
    let name: String
    let campuses: [Campus]

    init(from json: JSONView) throws(JSONDecodingError) {
        let reader = try JSONReader(json, requiring: "college", "name", "campuses")
        guard let view = reader.member("college"), let number = view.int.flatMap({ Int32(exactly: $0) }), number > 0 else {
            throw json.mismatch(expected: "an object whose college is a number from 1 on")
        }
        self.number = number
        self.name = try reader.required("name")
        self.campuses = try reader.required("campuses")
        try reader.finish()
    }
}

/// An achievement as a demo's `achievements.json` has it.
struct DemoAchievement: JSONDecodable, Equatable {
    let code: String
    let name: String
    let kind: String
    /// The code of the campus that gives it; nil for the whole college.
    let campus: String?
    let text: String
    let criteria: String
    /// As the issuer takes them.
    let alignments: JSON

    init(from json: JSONView) throws(JSONDecodingError) {
        let reader = try JSONReader(json, requiring: "code", "name", "kind", "description", "criteria", "alignments")
        self.code = try reader.required("code")
        self.name = try reader.required("name")
        self.kind = try reader.required("kind")
        self.campus = try reader.optional("campus")
        self.text = try reader.required("description")
        self.criteria = try reader.required("criteria")
        self.alignments = reader.member("alignments")?.json ?? .array([])
        try reader.finish()
    }

    /// What the issuer is asked to publish.
    func order(campus: (id: String, name: String)?) -> JSON {
        .object(omittingNil: [
            "code": .string(self.code), "kind": .string(self.kind), "name": .string(self.name), "description": .string(self.text),
            "criteria": .string(self.criteria), "alignments": self.alignments,
            "campus": campus.map { ["id": .string($0.id), "name": .string($0.name)] },
        ])
    }
}

/// A pathway as a demo's `pathways.json` has it: its requirement names achievements by their codes.
struct DemoPathway: JSONDecodable, Equatable {
    let code: String
    let name: String
    let text: String
    let requirement: JSON
    /// The code of the achievement that completing it gives; nil for none.
    let award: String?

    init(from json: JSONView) throws(JSONDecodingError) {
        let reader = try JSONReader(json, requiring: "code", "name", "description", "requirement")
        self.code = try reader.required("code")
        self.name = try reader.required("name")
        self.text = try reader.required("description")
        self.requirement = reader.member("requirement")?.json ?? .null
        self.award = try reader.optional("award")
        try reader.finish()
    }

    /// The codes that its requirement names, each with the way to it.
    var leaves: [(code: String, pointer: JSONPointer)] { Self.leaves(of: self.requirement, at: JSONPointer(["requirement"])) }

    /// What the pathway service is asked to publish, with ids in place of codes.
    func order(ids: [String: String]) -> JSON {
        .object(omittingNil: [
            "code": .string(self.code), "name": .string(self.name), "description": .string(self.text),
            "requirement": Self.resolved(self.requirement, ids), "award": self.award.flatMap { ids[$0] }.map { .string($0) },
        ])
    }

    private static func leaves(of json: JSON, at pointer: JSONPointer) -> [(code: String, pointer: JSONPointer)] {
        (json.object ?? [:]).flatMap { name, value -> [(code: String, pointer: JSONPointer)] in
            if name == "achievement", let code = value.string { return [(code, pointer.appending(name))] }
            return (value.array ?? []).enumerated().flatMap { Self.leaves(of: $1, at: pointer.appending(name).appending($0)) }
        }
    }

    private static func resolved(_ json: JSON, _ ids: [String: String]) -> JSON {
        guard var object = json.object else { return json }
        for (name, value) in object {
            if name == "achievement", let id = value.string.flatMap({ ids[$0] }) {
                object[name] = .string(id)
            } else if let list = value.array {
                object[name] = .array(list.map { Self.resolved($0, ids) })
            }
        }
        return .object(object)
    }
}

/// A role of an employer as a demo's `roles.json` has it.
struct DemoRole: JSONDecodable, Equatable {
    let code: String
    let employer: UUIDValue
    let title: String
    /// What the matching service is asked to post: all but the employer, whom the token names.
    let order: JSON

    init(from json: JSONView) throws(JSONDecodingError) {
        let reader = try JSONReader(json, requiring: "code", "employer", "employerName", "title", "requirements")
        self.code = try reader.required("code")
        self.title = try reader.required("title")
        guard let view = reader.member("employer"), let id = view.string.flatMap({ UUIDValue($0) }) else {
            throw json.mismatch(expected: "an object whose employer is a UUID")
        }
        self.employer = id
        for name in ["employerName", "region", "requirements"] { _ = reader.member(name) }
        try reader.finish()
        guard var order = json.json.object else { throw json.mismatch(expected: "an object") }
        order.remove("employer")
        self.order = .object(order)
    }
}
