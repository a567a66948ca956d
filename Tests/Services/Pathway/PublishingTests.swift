import Chassis
import CloudEvents
import EventStack
import Events
import HTTP
import JSON
import PathwayEngine
import TestSupport
import Testing

@testable import cairn_pathway

@Suite struct `Publishing a pathway` {
    @Test func `makes it, tells of it, and shows it to everybody`() async throws {
        try await PathwayStory.run { story in
            let answer = try await story.publish("WELD", .all([PathwayStory.leaf(1), PathwayStory.leaf(2)]), award: 9)
            #expect(answer.status == .created && answer.headers[.location] == "/pathway/api/v1/pathways/\(answer.id)")
            let shown = try await story.send(.get, "/pathways/\(answer.id)", as: .anonymous)
            #expect(shown.status == .ok && shown.json == answer.json && shown.json["edition"]?.int == 1)
            #expect(shown.json["award"] == PathwayStory.achievement(9).json && shown.json["college"]?.int == 1)
            let list = try await story.send(.get, "/pathways?college=1", as: .anonymous)
            #expect(list.json["pathways"]?.array == [answer.json])
            #expect(try await story.send(.get, "/pathways?college=2", as: .anonymous).json["pathways"]?.array == [])
            let event = try await story.sql.execute(
                "SELECT type || ' ' || convert_from(data, 'UTF8') FROM pathway.outbox WHERE topic = 'cairn.catalogue.v1'")
            #expect(event.contains("org.cairn.pathway.published.v1") && event.contains("\"edition\":1"))
            #expect(event.contains("\"award\":{\"id\":\"\(PathwayStory.achievement(9))\",\"edition\":1}"))
        }
    }

    @Test func `of the same content again changes nothing, and of other content makes the next edition`() async throws {
        try await PathwayStory.run { story in
            let first = try await story.publish("WELD", PathwayStory.leaf(1))
            let again = try await story.publish("WELD", PathwayStory.leaf(1))
            #expect(again.status == .ok && again.json == first.json)
            let second = try await story.publish("WELD", .any([PathwayStory.leaf(1), PathwayStory.leaf(2)]))
            #expect(second.status == .created && second.id == first.id && second.json["edition"]?.int == 2)
            #expect(try await story.send(.get, "/pathways/\(first.id)", as: .anonymous).json == second.json)
            let other = try await story.publish("WELD", PathwayStory.leaf(1, 2), 2)
            #expect(other.status == .created && other.id != first.id, "another college's code is its own")
            #expect(try await story.sql.execute("SELECT count(*) FROM pathway.outbox").contains("3"))
        }
    }

    @Test func `by two at once under one code makes one pathway`() async throws {
        try await PathwayStory.run { story in
            async let one = story.publish("WELD", PathwayStory.leaf(1))
            async let two = story.publish("WELD", PathwayStory.leaf(1))
            let answers = try await [one, two]
            #expect(Set(answers.map(\.id)).count == 1 && Set(answers.map(\.status.code)) == [200, 201])
        }
    }

    @Test func `is refused with the place of what is wrong`() async throws {
        try await PathwayStory.run { story in
            let good: JSONObject = [
                "code": "WELD", "name": "Welding", "requirement": ["all": [PathwayStory.leaf(1).json]],
                "award": PathwayStory.achievement(9).json,
            ]
            let faults: [(JSONObject, [String])] = [
                (["code": ""], ["422 fields-invalid", "#/code"]),
                (["name": .string(String(repeating: "x", count: 201))], ["422 fields-invalid", "#/name"]),
                (["description": "a\u{0}b"], ["422 fields-invalid", "#/description"]),
                (["requirement": ["all": []]], ["422 fields-invalid", "#/requirement/all"]),
                (["surprise": 1], ["422 fields-invalid", "#/surprise"]),
                (["award": PathwayStory.achievement(1).json], ["422 fields-invalid", "#/award"]),
                (
                    [
                        "requirement": ["all": [PathwayStory.leaf(1).json, ["any": [PathwayStory.leaf(77).json]]]],
                        "award": PathwayStory.achievement(1, 2).json,
                    ], ["422 achievement-unknown", "#/requirement/all/1/any/0/achievement", "#/award"]
                ),
            ]
            for (changes, expected) in faults {
                var body = good
                for (name, value) in changes { body[name] = value }
                let answer = try await story.send(.post, "/pathways", as: PathwayStory.staff(), .object(body))
                #expect(answer.refusal == expected)
            }
            #expect(try await story.sql.execute("SELECT count(*) FROM pathway.pathway").contains("0"))
        }
    }

    @Test func `is for staff who may, and names the college of who publishes`() async throws {
        try await PathwayStory.run { story in
            let body: JSON = ["code": "WELD", "name": "Welding", "requirement": PathwayStory.leaf(1).json]
            let learner = PathwayStory.visitor(PathwayStory.learner(1))
            #expect(try await story.send(.post, "/pathways", as: .anonymous, body).refusal == ["401 sign-in-needed"])
            #expect(try await story.send(.post, "/pathways", as: learner, body).refusal == ["403 other-visitor"])
            let reader = PathwayStory.staff(1, ["people.read"])
            #expect(try await story.send(.post, "/pathways", as: reader, body).refusal == ["403 scope-missing"])
            let stranger = try await story.send(.post, "/pathways", as: PathwayStory.staff(2), body)
            #expect(stranger.refusal == ["422 achievement-unknown", "#/requirement/achievement"])
            let campus = Visitor.staff(.init(college: 1, campuses: [UUIDValue(high: 1, low: 1)], scopes: ["pathway.publish"]))
            #expect(try await story.send(.post, "/pathways", as: campus, body).refusal == ["403 other-campus"])
        }
    }

    @Test func `gives nothing that leads to itself, by whatever way`() async throws {
        try await PathwayStory.run { story in
            func publish(_ code: String, _ leaf: UInt64, to award: UInt64) async throws -> [String] {
                let body: JSON = [
                    "code": .string(code), "name": "W", "requirement": ["all": [PathwayStory.leaf(leaf).json, PathwayStory.leaf(8).json]],
                    "award": PathwayStory.achievement(award).json,
                ]
                let answer = try await story.send(.post, "/pathways", as: PathwayStory.staff(), body)
                return answer.status == .created ? [] : answer.refusal
            }
            var answers = [try await publish("A", 1, to: 2), try await publish("B", 2, to: 3), try await publish("C", 3, to: 1)]
            #expect(answers == [[], [], ["422 leads-to-itself", "#/award"]])
            // Another edition of A takes away what stood in the way, and D may now come to what A took.
            answers = [try await publish("C", 3, to: 4), try await publish("A", 5, to: 2), try await publish("D", 3, to: 1)]
            #expect(answers == [[], [], []])
        }
    }

    @Test func `takes five hundred achievements, and no more`() async throws {
        try await PathwayStory.run { story in
            let many = (0..<Requirement.leafLimit).map { PathwayStory.leaf(UInt64($0 % 10) + 1) }
            #expect(try await story.publish("MANY", .any(many)).status == .created)
            let refused = try await story.publish("MORE", .any(many + [PathwayStory.leaf(1)]))
            #expect(refused.refusal == ["422 fields-invalid", "#/requirement/any/500"])
        }
    }
}
