import Chassis
import CloudEvents
import HTTP
import JSON
import TestSupport
import Testing

@testable import cairn_issuer

extension IssuerStory {
    static let batches = "/issuer/api/v1/batches"

    /// A college with the campuses NV and SC and the achievement WELD-101; gives the achievement's id.
    @discardableResult
    func openCampuses(_ college: Int32 = 1) async throws -> String {
        for (code, name) in [("NV", "North Valley"), ("SC", "South Campus")] {
            let body: JSON = ["code": .string(code), "name": .string(name)]
            #expect(try await self.send(.post, "/issuer/api/v1/campuses", as: Self.staff(college), body).status == .created)
        }
        let text: JSON = ["code": "WELD-101", "name": "MIG welding", "description": "Welds.", "criteria": "Three welds."]
        let answer = try await self.send(.post, "/issuer/api/v1/achievements", as: Self.staff(college), text)
        return try #require(answer.json["id"]?.string)
    }

    /// Hands a file in.
    func upload(
        _ bytes: [UInt8], name: String? = nil, type: String = "text/csv", as visitor: Visitor = IssuerStory.staff()
    ) async throws -> ReceivedResponse {
        var headers = try self.fields(visitor)
        headers[.contentType] = type
        if let field = HTTPField.Name("Cairn-File-Name") { headers[field] = name }
        return try await self.client.execute(Self.batches, method: .post, headers: headers, body: bytes)
    }

    func upload(_ text: String, as visitor: Visitor = IssuerStory.staff()) async throws -> ReceivedResponse {
        try await self.upload(Array(text.utf8), as: visitor)
    }

    /// A file with the needed columns: so many learners, each with a number that begins with a letter.
    static func file(_ learners: Range<Int>, prefix: String = "S-", day: String = "2026-05-30") -> String {
        "student_id,campus,achievement,completed_on\n" + learners.map { "\(prefix)\($0),NV,WELD-101,\(day)\n" }.joined()
    }
}

extension JSON {
    /// What a batch counts: ready, held, wrong.
    var counts: [Int] { ["ready", "held", "wrong"].map { self[$0]?.int ?? -1 } }

    /// Line and column of each problem, and the sentence.
    var places: [String] {
        (self["problems"]?.array ?? []).map { "\($0["line"]?.int ?? 0) \($0["column"]?.string ?? "")" }
    }

    var sentences: [String] { (self["problems"]?.array ?? []).map { $0["sentence"]?.string ?? "" } }
}
