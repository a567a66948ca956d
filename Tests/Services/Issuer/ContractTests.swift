import Chassis
import Configuration
import HTTP
import JSON
import TestSupport
import Testing

@testable import cairn_issuer

@Suite struct `The issuer's contract` {
    @Test func `names every route, and no other`() async throws {
        try await IssuerStory.run { story in
            let answer = try await story.send(.get, "/issuer/api/v1/openapi.yaml", as: .anonymous)
            let paths = try YAMLDocument(parsing: answer.body).root["paths"].members()
            let methods: Set<String> = ["get", "post", "put", "patch", "delete"]
            let declared = try paths.flatMap { path in
                try path.value.members().map(\.name).filter(methods.contains).map { "\($0.uppercased()) \(path.name)" }
            }
            #expect(declared.sorted() == story.routes.map(\.description).sorted())
            #expect(declared.count == 47)
        }
    }

    @Test func `serves the schemas of its events, and lists achievements page by page`() async throws {
        try await IssuerStory.run { story in
            let schema = try await story.send(.get, "/issuer/api/v1/schemas/credential.v1.json", as: .anonymous)
            #expect(schema.status == .ok && schema.json["type"]?.string == "object")
            let ids = [try await story.achievement(), try await story.achievement()].sorted()
            let all = try await story.send(.get, "/issuer/api/v1/achievements?college=1", as: .anonymous).json
            #expect(all["achievements"]?.array?.compactMap { $0["id"]?.string } == ids)
            let rest = try await story.send(.get, "/issuer/api/v1/achievements?college=1&after=\(ids[0])", as: .anonymous).json
            #expect(rest["achievements"]?.array?.compactMap { $0["id"]?.string } == [ids[1]])
            #expect(try await story.send(.get, "/issuer/api/v1/achievements", as: .anonymous).status == .badRequest)
            #expect(
                try await story.send(.get, "/issuer/api/v1/achievements/\(ids[0])", as: .anonymous).json["name"]?.string == "MIG welding")
        }
    }

    @Test func `publishes no achievement of which no credential could be made`() async throws {
        try await IssuerStory.run { story in
            func answer(_ changed: (inout JSONObject) -> Void) async throws -> [String] {
                var text: JSONObject = ["name": "MIG welding", "description": "Welds.", "criteria": "Three welds."]
                changed(&text)
                let answer = try await story.send(.post, "/issuer/api/v1/achievements", .object(text))
                return [answer.code ?? ""] + (answer.json["errors"]?.array ?? []).compactMap { $0["pointer"]?.string }
            }
            #expect(try await answer { $0["name"] = "a\u{0}b" } == ["fields-invalid", "#/name"])
            #expect(try await answer { $0["criteria"] = "" } == ["fields-invalid", "#/criteria"])
            #expect(try await answer { $0["alignments"] = [["name": "x", "url": "ftp://x"]] } == ["fields-invalid", "#/alignments/0/url"])
            #expect(
                try await answer { $0["alignments"] = [["name": "x", "url": "https://a b"]] } == ["fields-invalid", "#/alignments/0/url"])
            #expect(try await answer { $0["kind"] = "Nonsense" } == ["fields-invalid", "#/kind"])
            let count = try await story.count("achievement")
            #expect(count == 0)
        }
    }
}
