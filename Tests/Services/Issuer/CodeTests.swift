import Chassis
import CloudEvents
import Credentials
import HTTP
import JSON
import TestSupport
import Testing

@testable import cairn_issuer

@Suite struct `Codes that a college's people know` {
    private func answer(_ response: ReceivedResponse) -> String { "\(response.status.code) \(response.code ?? "")" }

    @Test func `name campuses: the same again changes nothing, another name is refused`() async throws {
        try await IssuerStory.run { story in
            let path = "/issuer/api/v1/campuses"
            let first = try await story.send(.post, path, ["code": "NV", "name": "North"])
            #expect(first.status == .created && first.json["code"]?.string == "NV")
            let again = try await story.send(.post, path, ["code": "NV", "name": "North"])
            #expect(again.status == .ok && again.body == first.body)
            #expect(self.answer(try await story.send(.post, path, ["code": "NV", "name": "South"])) == "409 code-taken")
            #expect(try await story.send(.post, path, as: IssuerStory.staff(2), ["code": "NV", "name": "South"]).status == .created)
            let listed = try await story.send(.get, path + "?college=1", as: .anonymous)
            #expect(listed.json["campuses"]?.array?.count == 1 && listed.json["campuses"]?[0] == first.json)
            #expect(try await story.send(.get, path).json == listed.json)
        }
    }

    @Test func `of campuses come from staff of the whole college who may write them`() async throws {
        try await IssuerStory.run { story in
            let path = "/issuer/api/v1/campuses"
            let body: JSON = ["code": "NV", "name": "North"]
            let campus = try #require(UUIDValue("0192f0c1-2345-7abc-8def-0123456789ab"))
            #expect(self.answer(try await story.send(.post, path, as: .anonymous, body)) == "401 sign-in-needed")
            #expect(
                self.answer(try await story.send(.post, path, as: IssuerStory.staff(1, ["credential.issue"]), body)) == "403 scope-missing")
            #expect(self.answer(try await story.send(.post, path, as: IssuerStory.staff(campuses: [campus]), body)) == "403 other-campus")
            for code in ["", " NV", "NV ", "a\u{0}", "0192f0c1-2345-7abc-8def-0123456789ab", String(repeating: "x", count: 101)] {
                let refused = try await story.send(.post, path, ["code": .string(code), "name": "North"])
                #expect(self.answer(refused) == "422 fields-invalid" && refused.json["errors"]?[0]?["pointer"]?.string == "#/code")
            }
            #expect(self.answer(try await story.send(.get, path, as: .anonymous)) == "400 college-needed")
            #expect(try await story.count("campus") == 0)
        }
    }

    @Test func `name achievements, once in a college, and stand in what is signed`() async throws {
        try await IssuerStory.run { story in
            let path = "/issuer/api/v1/achievements"
            let text: JSON = ["code": "WELD-101", "name": "MIG welding", "description": "Welds.", "criteria": "Three welds."]
            let id = try #require(try await story.send(.post, path, text).json["id"]?.string)
            #expect(self.answer(try await story.send(.post, path, text)) == "409 code-taken")
            #expect(try await story.send(.post, path, as: IssuerStory.staff(2), text).status == .created)
            let found = try await story.send(.get, path + "?college=1&code=WELD-101", as: .anonymous).json["achievements"]
            #expect(found?.array?.count == 1 && found?[0]?["id"]?.string == id && found?[0]?["code"]?.string == "WELD-101")
            #expect(try await story.send(.get, path + "?college=1&code=WELD-102", as: .anonymous).json["achievements"]?.array?.count == 0)
            let issued = try await story.issue(IssuerStory.order(id), key: "a")
            let document = try JSON(parsing: issued.json["document"]?.string ?? "")
            #expect(document["credentialSubject"]?["achievement"]?["humanCode"]?.string == "WELD-101")
            #expect(try await story.verdict(on: issued.json["document"]?.string ?? "").overall == .valid)
        }
    }

    @Test func `find credentials, with the student number, and only the college's own`() async throws {
        try await IssuerStory.run { story in
            let text: JSON = ["code": "WELD-101", "name": "MIG welding", "description": "Welds.", "criteria": "Three welds."]
            let id = try #require(try await story.send(.post, "/issuer/api/v1/achievements", text).json["id"]?.string)
            for student in ["S-100", "S-101"] {
                #expect(try await story.issue(IssuerStory.order(id, student: student), key: student).status == .created)
            }
            func count(_ query: String, as visitor: Visitor = IssuerStory.staff()) async throws -> Int? {
                try await story.send(.get, "/issuer/api/v1/credentials?" + query, as: visitor).json["credentials"]?.array?.count
            }
            #expect(try await count("student_id=S-100") == 1)
            #expect(try await count("achievement=WELD-101") == 2)
            #expect(try await count("achievement=\(id)&student_id=S-101") == 1)
            #expect(try await count("student_id=S-999") == 0)
            #expect(try await count("achievement=WELD-999") == 0)
            #expect(try await count("achievement=WELD-101", as: IssuerStory.staff(2)) == 0)
            let bare = try await story.send(.get, "/issuer/api/v1/credentials")
            #expect(self.answer(bare) == "400 search-needed")
            let learner = Visitor.learner(college: 1, person: UUIDValue(high: 1, low: 1))
            #expect(
                self.answer(try await story.send(.get, "/issuer/api/v1/credentials?student_id=S-100", as: learner)) == "403 other-visitor")
        }
    }
}
