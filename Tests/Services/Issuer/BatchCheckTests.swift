import Chassis
import CloudEvents
import HTTP
import JSON
import TestSupport
import Testing

@testable import cairn_issuer

@Suite struct `Checking a file of completions` {
    @Test func `finds what is ready, what is held and what is wrong, by line and column, and issues nothing`() async throws {
        try await IssuerStory.run { story in
            let achievement = try await story.openCampuses()
            #expect(try await story.issue(IssuerStory.order(achievement, student: "S-1"), key: "a").status == .created)
            let answer = try await story.upload(
                Array(
                    """
                    Completed_On,student_id,campus,achievement,given_name,family_name,email,result,evidence_url
                    2026-05-30,S-1,NV,WELD-101,Ada,Li,ada@x.example,B+,
                    2026-05-30,S-2,NV,\(achievement),,,,,https://x.example/1
                    2026-05-30,S-2,NV,WELD-101,,,,,
                    30.05.2026,,NX,WELD-110,=1+1,,ada,,x
                    2999-01-01,S-3,NV,WELD-101,,,,@A,
                    2026-05-30,S-4,NV
                    2026-05-30,S-5,NV,WELD-101,"Z"oe,,,,

                    2026-05-30,Zoë,NV,WELD-101,,,,,
                    """.utf8), name: "may.csv")
            #expect(answer.status == .created, "\(answer.text)")
            let batch = answer.json
            #expect(batch["state"] == "checked" && batch["rows"]?.int == 8 && batch.counts == [1, 1, 6] && batch["fileName"] == "may.csv")
            #expect(
                batch.places == [
                    "4 student_id", "5 completed_on", "5 student_id", "5 campus", "5 achievement", "5 given_name", "5 email",
                    "5 evidence_url",
                    "6 completed_on", "6 result", "7 achievement", "8 given_name", "10 student_id",
                ])
            let said = batch.sentences
            #expect(said[0] == "This row says the same as line 3. Take one of the two out")
            #expect(said[1] == "“30.05.2026” is not a day. Write it as 2026-05-30")
            #expect(said[3] == "“NX” is not a campus of your college. Perhaps “NV” is meant")
            #expect(said[4] == "“WELD-110” is not an achievement of your college. Perhaps “WELD-101” is meant")
            #expect(said[5] == "This cell begins with =, +, - or @, as formulas do. Take the sign out")
            #expect(said[10] == "This row has 3 cells, the first line has 9. Check its separators and its quotes")
            let values = (batch["problems"]?.array ?? []).map { $0["value"]?.string }
            #expect(values[1] == "30.05.2026" && values[5] == nil && values[6] == nil, "no value of a person is told")
            let id = try #require(batch["id"]?.string)
            #expect(answer.headers[.location] == "/issuer/api/v1/batches/\(id)")
            #expect(try await story.send(.get, "\(IssuerStory.batches)/\(id)").json == batch)
            #expect(try await story.count("credential") == 1)
            #expect(try await story.count("person") == 1)
        }
    }

    @Test func `takes a repeated row for wrong, whether the first of its kind waits, is held, or was in an earlier slice`() async throws {
        try await IssuerStory.run { story in
            let achievement = try await story.openCampuses()
            #expect(try await story.issue(IssuerStory.order(achievement, student: "S-0"), key: "a").status == .created)
            // A slice has 500 rows: the repeats at the end lie in another one than what they repeat.
            let text = IssuerStory.file(0..<600) + "S-0,NV,WELD-101,2026-05-30\nS-7,SC,\(achievement),2026-05-30\n"
            for _ in 1...2 {
                let batch = try await story.upload(text).json
                #expect(batch.counts == [599, 1, 2] && batch.places == ["602 student_id", "603 student_id"], "\(batch)")
                #expect(
                    batch.sentences == [2, 9].map { "This row says the same as line \($0). Take one of the two out" }, "\(batch.sentences)")
            }
        }
    }

    @Test(arguments: [
        ("student_id,campus,achievement\n", "Line 1: The file must have a column called “completed_on”."),
        ("student_id,campus,acheivement,completed_on\n", "Line 1: Column 3, “acheivement”, is not known. Perhaps “achievement” is meant."),
        (
            "student_id,campus,achievement,completed_on,Campus\n",
            "Line 1: The columns 2 and 5 are both called “campus”. Take one out."
        ),
        ("student_id,,campus\n", "Line 1: Column 2 has no name."), ("", "Line 1: The file is empty."),
        ("\n\n \n", "Line 1: The file is empty."),
        ("PK\u{3}\u{4}x", "Line 1: The file is a workbook"),
        ("student_id,campus,achievement,completed_on\nS-1,NV,WELD-101,2026-05-30\n\u{0}", "Line 3: A character here is NUL"),
    ])
    func `refuses a whole file in words, and keeps nothing of it`(text: String, sentence: String) async throws {
        try await IssuerStory.run { story in
            try await story.openCampuses()
            let answer = try await story.upload(text)
            #expect(answer.status == .unprocessableContent && answer.code == "file-refused")
            let said = answer.json["detail"]?.string ?? ""
            #expect(said.hasPrefix(sentence), "\(said)")
            let path = try #require(answer.headers[.location])
            let batch = try await story.send(.get, path).json
            #expect(batch["state"] == "refused" && batch["reason"]?.string?.hasPrefix("Line ") == true && batch.counts == [0, 0, 0])
            #expect(try await story.count("batch_item") == 0)
            #expect(try await story.send(.post, path + "/issue").status == .conflict)
        }
    }

    @Test func `takes a file in every encoding and with every separator`() async throws {
        try await IssuerStory.run { story in
            try await story.openCampuses()
            let text = "student_id;campus;achievement;completed_on;given_name\nS-1;NV;WELD-101;2026-05-30;Zo\u{eb}\n"
            let sixteen = Array(("\u{FEFF}" + text).utf16).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
            let western = text.unicodeScalars.map { UInt8($0.value) }
            for bytes in [Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), sixteen, western] {
                #expect(try await story.upload(bytes).json.counts == [1, 0, 0])
            }
            #expect(try await story.upload(text.replacing(";", with: "\t")).json.counts == [1, 0, 0])
        }
    }

    @Test func `gives the wrong rows page by page`() async throws {
        try await IssuerStory.run { story in
            try await story.openCampuses()
            let answer = try await story.upload(IssuerStory.file(0..<250, day: "never"))
            let path = "\(IssuerStory.batches)/\(answer.json["id"]?.string ?? "")/problems"
            #expect(answer.json.counts == [0, 0, 250] && answer.json.places.count == 20)
            var (lines, after) = ([String](), 0 as Int?)
            while let line = after {
                let page = try await story.send(.get, path + "?after=\(line)").json
                lines += page.places
                after = page["after"]?.int
            }
            #expect(lines == (2...251).map { "\($0) completed_on" })
            #expect(try await story.send(.get, path + "?after=-1").code == "after-malformed")
        }
    }

    @Test func `asks who hands it in, and keeps what was handed in for some campuses to their people`() async throws {
        try await IssuerStory.run { story in
            try await story.openCampuses()
            let campuses = try await story.send(.get, "/issuer/api/v1/campuses").json["campuses"]?.array ?? []
            let north = try #require(campuses.first { $0["code"] == "NV" }?["id"]?.string.flatMap { UUIDValue($0) })
            let mine = IssuerStory.staff(campuses: [north])
            #expect(try await story.upload("x", as: .anonymous).code == "sign-in-needed")
            #expect(try await story.upload("x", as: IssuerStory.staff(1, ["campus.write"])).code == "scope-missing")
            #expect(try await story.upload(Array("x".utf8), type: "application/json").code == "media-type-unknown")
            #expect(try await story.upload(Array("x".utf8), name: String(repeating: "x", count: 201)).code == "file-name-malformed")
            let whole = try await story.upload(IssuerStory.file(0..<1) + "S-9,SC,WELD-101,2026-05-30\n")
            #expect(whole.json.counts == [2, 0, 0])
            let part = try await story.upload(IssuerStory.file(0..<1) + "S-9,SC,WELD-101,2026-05-30\n", as: mine)
            #expect(part.json.counts == [1, 0, 1] && part.json.sentences[0].hasPrefix("You don't work for the campus “SC”"))
            for (batch, visitor, status) in [
                (whole, mine, HTTPStatus.notFound), (part, mine, .ok), (part, IssuerStory.staff(), .ok),
                (part, IssuerStory.staff(2), .notFound),
            ] {
                let path = "\(IssuerStory.batches)/\(batch.json["id"]?.string ?? "")"
                #expect(try await story.send(.get, path, as: visitor).status == status)
                #expect(try await story.send(.get, path + "/problems", as: visitor).status == status)
                if status == .notFound { #expect(try await story.send(.post, path + "/issue", as: visitor).status == status) }
            }
            #expect(try await story.send(.get, IssuerStory.batches, as: mine).json["batches"]?.array?.count == 1)
            #expect(try await story.send(.get, IssuerStory.batches, as: IssuerStory.staff(2)).json["batches"]?.array?.count == 0)
        }
    }
}
