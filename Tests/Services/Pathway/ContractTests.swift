import Chassis
import Configuration
import EventStack
import HTTP
import JSON
import PathwayEngine
import TestSupport
import Testing

@testable import cairn_pathway

@Suite struct `The pathway service's contract` {
    @Test func `names every route of the API, and no other`() async throws {
        try await PathwayStory.run { story in
            let answer = try await story.send(.get, "/openapi.yaml", as: .anonymous)
            let paths = try YAMLDocument(parsing: answer.body).root["paths"].members()
            let methods: Set<String> = ["get", "post", "put", "patch", "delete"]
            let declared = try paths.flatMap { path in
                try path.value.members().map(\.name).filter(methods.contains).map { "\($0.uppercased()) \(path.name)" }
            }
            let routes = story.routes.map(\.description).filter { $0.contains("/api/") }
            #expect(declared.sorted() == routes.sorted() && declared.count == 8)
            #expect(story.routes.count == routes.count + 3, "two pages and a stylesheet")
            for name in ["pathway.v1.json", "progress.v1.json"] {
                #expect(try await story.send(.get, "/schemas/\(name)", as: .anonymous).json["type"]?.string == "object")
            }
        }
    }

    @Test func `holds of what is answered`() async throws {
        try await PathwayStory.run { story in
            let ada = PathwayStory.learner(1)
            let requirement = Requirement.all([
                PathwayStory.leaf(1), .any([PathwayStory.leaf(2), .some([PathwayStory.leaf(3), PathwayStory.leaf(4)], atLeast: 2)]),
            ])
            let id = try await story.publish("WELD", requirement, award: 9).id
            try await story.arrive([story.credential(1, to: ada)])
            let schemas = try YAMLDocument(parsing: PackageResources.openapi_yaml).root["components"]["schemas"]
            func members(_ schema: String) throws -> (required: Set<String>, all: Set<String>) {
                let schema = try schemas[schema]
                return (
                    Set(try schema["required"].items().map { try $0.text() }), Set(try schema["properties"].members().map(\.name))
                )
            }
            let visitor = PathwayStory.visitor(ada)
            let answers = [
                ("Pathway", try await story.send(.get, "/pathways/\(id)", as: .anonymous).json),
                ("Progress", try await story.send(.get, "/progress", as: visitor).json["progress"]?[0] ?? .null),
                ("Advice", try await story.send(.get, "/pathways/\(id)/progress", as: visitor).json),
            ]
            for (name, answer) in answers {
                let (required, all) = try members(name)
                let found = Set((answer.object ?? [:]).map { $0.0 })
                #expect(required.isSubset(of: found) && found.isSubset(of: all), "\(name): \(found)")
            }
            let stages = answers[2].1["stages"]?.array ?? []
            #expect(stages.compactMap { $0["place"]?.string } == ["done", "next"])
            #expect(stages.first?["held"]?.array?.count == 1 && stages.last?["held"]?.array?.isEmpty == true)
        }
    }
}
