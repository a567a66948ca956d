import Chassis
import CloudEvents
import Configuration
import EventStack
import Events
import HTTP
import JSON
import Postgres
import TestSupport
import Testing

@testable import cairn_matching

@Suite struct `An employer's roles` {
    private func types(_ story: MatchingStory) async throws -> [String] {
        try await story.events.transaction { tx in
            try tx.query("SELECT type || ' ' || version FROM outbox ORDER BY seq").decode(String.self)
        }
    }

    @Test func `are posted once, changed when they say anything else, and closed`() async throws {
        try await MatchingStory.run { story in
            let first = try await story.send(.post, "/matching/api/v1/roles", MatchingStory.role([("a", 5, true)], code: "FIT"))
            #expect(first.status == .created)
            let id = try #require(first.json["id"]?.string)
            #expect(first.headers[.location] == "/matching/api/v1/roles/\(id)")
            let again = try await story.send(.post, "/matching/api/v1/roles", MatchingStory.role([("a", 5, true)], code: "FIT"))
            #expect(again.status == .ok && again.json == first.json)
            let other = try await story.send(.post, "/matching/api/v1/roles", MatchingStory.role([("a", 4, true)], code: "FIT"))
            #expect(other.status == .ok && other.json["id"]?.string == id)
            #expect(other.json["requirements"]?[0]?["importance"]?.int == 4)
            #expect(try await story.send(.post, "/matching/api/v1/roles/\(id)/close").json["state"]?.string == "closed")
            #expect(try await story.send(.post, "/matching/api/v1/roles/\(id)/close").status == .ok)
            let expected = ["posted", "changed", "closed"].enumerated().map { "org.cairn.role.\($1).v1 \($0 + 1)" }
            #expect(try await self.types(story) == expected)
            let rival = MatchingStory.employer(MatchingStory.rival)
            #expect(
                try await story.send(.post, "/matching/api/v1/roles", as: rival, MatchingStory.role([("a", 5, true)], code: "FIT")).status
                    == .created)
            #expect(try await story.send(.get, "/matching/api/v1/roles", as: rival).json["roles"]?.array?.count == 1)
            #expect(try await story.send(.get, "/matching/api/v1/roles/\(id)", as: rival).status == .notFound)
            #expect(try await story.send(.post, "/matching/api/v1/roles/\(id)/close", as: rival).status == .notFound)
        }
    }

    @Test func `posted by two at once become one`() async throws {
        try await MatchingStory.run { story in
            let answers = try await withThrowingTaskGroup(of: ReceivedResponse.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await story.send(.post, "/matching/api/v1/roles", MatchingStory.role([("a", 5, true)], code: "FIT"))
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0.status == .created } == 1 && answers.count { $0.status == .ok } == 3)
            #expect(Set(answers.compactMap { $0.json["id"]?.string }).count == 1)
            #expect(try await self.types(story).count == 1)
        }
    }

    @Test func `that are wrong are refused by JSON pointer, and need the employer's scope`() async throws {
        try await MatchingStory.run { story in
            func pointers(_ change: (inout JSONObject) -> Void) async throws -> [String] {
                var body = try #require(MatchingStory.role([("a", 5, true)]).object)
                change(&body)
                let answer = try await story.send(.post, "/matching/api/v1/roles", .object(body))
                #expect(answer.status == .unprocessableContent)
                return (answer.json["errors"]?.array ?? []).compactMap { $0["pointer"]?.string }
            }
            #expect(try await pointers { $0["title"] = "" } == ["#/title"])
            #expect(try await pointers { $0["requirements"] = [] } == ["#/requirements"])
            #expect(try await pointers { $0["surprise"] = 1 } == ["#/surprise"])
            let requirement: JSON = ["name": "A", "framework": "o", "code": "a", "importance": 6, "isMust": true]
            #expect(try await pointers { $0["requirements"] = [requirement] } == ["#/requirements/0/importance"])
            var good = try #require(requirement.object)
            good["importance"] = 5
            #expect(try await pointers { $0["requirements"] = [.object(good), .object(good)] } == ["#/requirements"])
            let body = MatchingStory.role([("a", 5, true)])
            #expect(try await story.send(.post, "/matching/api/v1/roles", as: .anonymous, body).status == .unauthorized)
            let reader = MatchingStory.employer(MatchingStory.employer, ["match.read"])
            #expect(try await story.send(.post, "/matching/api/v1/roles", as: reader, body).json["code"]?.string == "scope-missing")
            let learner = Visitor.learner(college: 1, person: UUIDValue(high: 1, low: 1))
            #expect(try await story.send(.post, "/matching/api/v1/roles", as: learner, body).status == .forbidden)
            #expect(try await self.types(story).isEmpty)
        }
    }

    @Test func `have a contract that names every route, and no other`() async throws {
        try await MatchingStory.run { story in
            let answer = try await story.send(.get, "/matching/api/v1/openapi.yaml", as: .anonymous)
            let methods: Set<String> = ["get", "post"]
            let declared = try YAMLDocument(parsing: answer.body).root["paths"].members().flatMap { path in
                try path.value.members().map(\.name).filter(methods.contains).map { "\($0.uppercased()) \(path.name)" }
            }
            let api = story.routes.filter { $0.path.hasPrefix("/matching/api/") }
            #expect(declared.sorted() == api.map(\.description).sorted() && declared.count == 7)
        }
    }

    @Test func `answer nonsense by a clear error, and go on`() async throws {
        try await MatchingStory.run { story in
            let visitors = try [
                MatchingStory.employer(), MatchingStory.employer(MatchingStory.rival),
                .learner(college: 1, person: UUIDValue(high: 1, low: 1)),
                .anonymous,
            ].map(story.fields)
            var fuzz = RouteFuzz(
                story.client, routes: story.routes, visitors: visitors,
                bodies: [MatchingStory.role([("a", 5, true), ("b", 1, false)], code: "FIT")], seed: 2)
            let report = await fuzz.run(for: TestTier.isAll ? .seconds(6) : .zero)
            #expect(report.faults.isEmpty, "\(report.faults.prefix(5))")
            #expect(report.requests >= 200 && report.statuses.keys.contains(422), "\(report.statuses)")
            _ = try await story.role([("a", 5, true)])
        }
    }
}
