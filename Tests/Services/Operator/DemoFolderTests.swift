import Glibc
import JSON
import TestSupport
import Testing

@testable import cairn

@Suite struct `A folder with a demo` {
    @Test func `is read whole when it fits together`() throws {
        let folder = try DemoFolder.read(try DemoFiles().folder)
        #expect(folder.college.number == 3)
        #expect(folder.achievements.map(\.code) == ["A", "B", "C"])
        #expect(folder.pathways[0].leaves.map(\.code) == ["A", "B"])
        #expect(folder.consents == [try DemoConsent(.init(line: 2, fields: DemoFiles.consent), file: "consents.csv")])
        #expect(folder.plan.personas.map(\.student) == ["S1", nil])
        #expect(folder.expected == nil)
    }

    @Test func `gives the suite's own demo`() throws {
        let folder = try DemoFolder.read(SourceFolder.path("deploy/demo"))
        #expect(folder.expected?.rows == 1_000)
        #expect(folder.pathways.count == 3 && folder.roles.count == 4 && folder.college.campuses.count == 3)
        #expect(folder.plan.personas.contains { !$0.campuses.isEmpty })
    }

    @Test(arguments: [
        ("college.json", "{", "college.json: "),
        (
            "college.json", #"{"college": 0, "name": "x", "campuses": []}"#,
            "college.json: the document (line 1, column 1) must be an object"
        ),
        ("college.json", #"{"college": 1, "name": "x", "campuses": [{"code": "N"}]}"#, "college.json: /campuses/0/name is missing"),
        (
            "achievements.json",
            #"[{"code":"A","name":"a","kind":"MicroCredential","campus":"X","description":"d","criteria":"c","alignments":[]}]"#,
            "achievements.json, /0/campus: college.json has no campus X"
        ),
        (
            "pathways.json",
            #"[{"code":"P","name":"p","description":"d","requirement":{"any":[{"achievement":"A"},{"achievement":"Z"}]}}]"#,
            "pathways.json, /0/requirement/any/1/achievement: achievements.json has no Z"
        ),
        (
            "pathways.json", #"[{"code":"P","name":"p","description":"d","requirement":{"achievement":"A"},"award":"Z"}]"#,
            "pathways.json, /0/award: achievements.json has no Z"
        ),
        ("roles.json", "[]", "story.json, /role: roles.json has no R"),
        ("story.json", #"{"role":"R","revoke":{"student_id":"S1","achievement":"Z"},"personas":[]}"#, "story.json, /revoke/achievement: "),
        ("consents.csv", "student_id,employer,purpose\n", "consents.csv, line 1: there is no column until_days"),
        ("consents.csv", "student_id,employer,purpose,until_days\nS1,x,matching,9\n", "consents.csv, line 2: employer should be a UUID"),
        (
            "consents.csv", "student_id,employer,purpose,until_days\nS1,\(DemoFiles.employer),matching,0\n",
            "consents.csv, line 2: until_days should be a number of 1 to 366"
        ),
        ("expected.json", "[]", "expected.json: the document (line 1, column 1) must be an object and is an array"),
    ])
    func `is refused with the file and the place that is wrong`(file: String, text: String, sentence: String) throws {
        let files = try DemoFiles()
        try files.write(file, text)
        do throws(DemoFolderError) {
            _ = try DemoFolder.read(files.folder)
            Issue.record("it should have been refused")
        } catch {
            #expect(error.description.hasPrefix(sentence), "\(error)")
        }
    }

    @Test(arguments: ["college.json", "completions.csv", "consents.csv", "story.json"])
    func `is refused when a file is missing`(file: String) throws {
        let files = try DemoFiles()
        unlink("\(files.folder)/\(file)")
        #expect(throws: DemoFolderError(file, "No such file or directory")) { try DemoFolder.read(files.folder) }
    }

    @Test func `writes requirements with ids in place of codes, and all else as it is`() throws {
        let folder = try DemoFolder.read(try DemoFiles().folder)
        let order = folder.pathways[0].order(ids: ["A": "1", "B": "2", "C": "3"])
        #expect(
            order == [
                "code": "P", "name": "p", "description": "d", "award": "3",
                "requirement": ["all": [["achievement": "1"], ["some": [["achievement": "2"]], "atLeast": 1]]],
            ])
        #expect(folder.roles[0].order["employer"] == nil && folder.roles[0].order["employerName"] == "E")
    }

    @Test func `lets nobody in who works at a campus that is not known`() throws {
        let staff = try #require(try DemoFolder.read(try DemoFiles().folder).plan.personas.last)
        #expect(staff.ticket(campuses: [:]) == nil)
        let ticket = try #require(staff.ticket(campuses: ["N": "id-of-n"]))
        #expect(ticket.claims["campuses"] == ["id-of-n"] && ticket.claims["visitor"] == "staff" && ticket.claims["name"] == "Staff")
    }
}

@Suite struct `A table of a demo` {
    @Test func `has quotes, line breaks within them, and the line that each record begins at`() throws {
        let table = try DemoTable("\u{FEFF}a,b\r\n1,\"x, \"\"y\"\"\"\r\n\r\n\"2\n3\",z\n4,\"\"", file: "t.csv", columns: ["a"])
        #expect(table.records.map(\.line) == [2, 4, 6])
        #expect(table.records.map { $0["a"] } == ["1", "2\n3", "4"])
        #expect(table.records.map { $0["b"] } == ["x, \"y\"", "z", ""])
        #expect(table.records[0]["nothing"] == "")
    }

    @Test(arguments: [
        ("", "t.csv: it is empty; the first line names the columns"), ("b\n", "t.csv, line 1: there is no column a"),
        ("a,a\n", "t.csv, line 1: a column is named twice"), ("a,b\n1\n", "t.csv, line 2: it has 1 fields, and line 1 names 2"),
        ("a\n\"x\n", "t.csv, line 2: a quote is opened and not closed"),
    ])
    func `is refused by line`(text: String, sentence: String) throws {
        do throws(DemoFolderError) {
            _ = try DemoTable(text, file: "t.csv", columns: ["a"])
            Issue.record("it should have been refused")
        } catch { #expect(error.description == sentence) }
    }
}

/// A small folder of a demo that fits together.
struct DemoFiles {
    static let employer = "6b0f2c1e-83d4-4f5a-9a57-2d1c7e90b3a4"
    static let consent = ["student_id": "S1", "employer": Self.employer, "purpose": "matching", "until_days": "30"]

    let folder: String

    init() throws {
        self.folder = try TestFolder.new()
        try self.write("college.json", #"{"college": 3, "name": "College", "campuses": [{"code": "N", "name": "North"}]}"#)
        let achievements = ["A", "B", "C"].map {
            #"{"code":"\#($0)","name":"\#($0)","kind":"MicroCredential","campus":"N","description":"d","criteria":"c","alignments":[]}"#
        }
        try self.write("achievements.json", "[\(achievements.joined(separator: ","))]")
        try self.write(
            "pathways.json",
            #"[{"code":"P","name":"p","description":"d","award":"C","requirement":"#
                + #"{"all":[{"achievement":"A"},{"some":[{"achievement":"B"}],"atLeast":1}]}}]"#)
        try self.write(
            "roles.json", #"[{"code":"R","employer":"\#(Self.employer)","employerName":"E","title":"t","requirements":[]}]"#)
        try self.write("completions.csv", "student_id,campus,achievement,completed_on\n")
        try self.write("consents.csv", "student_id,employer,purpose,until_days\nS1,\(Self.employer),matching,30\n")
        try self.write(
            "story.json",
            #"{"role":"R","revoke":{"student_id":"S1","achievement":"A"},"personas":["#
                + #"{"name":"Ann","kind":"Learner","say":"s","try":"t","claims":{"visitor":"learner","college":3,"student":"S1"}},"#
                + #"{"name":"Staff","kind":"Staff","say":"s","try":"t","claims":{"visitor":"staff","college":3,"campuses":["N"]}}]}"#)
    }

    func write(_ name: String, _ text: String) throws {
        let path = "\(self.folder)/\(name)"
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        try #require(file >= 0)
        defer { close(file) }
        let bytes = Array(text.utf8)
        try #require(Glibc.write(file, bytes, bytes.count) == bytes.count)
    }
}

/// Files of the repository that a test reads.
enum SourceFolder {
    static func path(_ name: String, from here: String = #filePath) -> String {
        here.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/") + "/" + name
    }
}
