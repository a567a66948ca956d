import JSON
import TestSupport
import Testing

@testable import cairn

@Suite struct `The people of a story` {
    static let learner: JSON = [
        "name": "Omar", "kind": "Learner", "say": "One is missing.", "try": "See what.",
        "claims": ["visitor": "learner", "college": 1, "student": "S1"],
    ]
    static let teacher: JSON = [
        "name": "Mateus", "kind": "Faculty", "say": "I teach.", "try": "Issue.",
        "claims": ["visitor": "staff", "college": 1, "campuses": ["NORTH", "SOUTH"], "scope": "people.read"],
    ]

    @Test func `work at campuses by their ids, and are left out while those are not known`() {
        let personas = Personas(people: [Self.learner, Self.teacher])
        #expect(personas.knowing(campuses: [:]).people == [Self.learner])
        #expect(personas.knowing(campuses: ["NORTH": "id-1"]).people == [Self.learner], "else she would see the whole of the college")
        let known = personas.knowing(campuses: ["NORTH": "id-1", "SOUTH": "id-2", "EAST": "id-3"])
        #expect(known.people.last?["claims"]?["campuses"] == ["id-1", "id-2"])
        #expect(known.people.last?["claims"]?["scope"] == "people.read")
    }

    @Test func `know the campuses that the story has made`() throws {
        let folder = try StackFolder(try TestFolder.new())
        #expect(Personas.campuses(in: folder) == [:])
        try PrivateFile.write(#"{"campuses": {"NORTH": "id-1"}}"#, to: folder.demo)
        #expect(Personas.campuses(in: folder) == ["NORTH": "id-1"])
    }

    @Test func `are those of the demo, all of them`() throws {
        let personas = try Personas.read(from: SharedFiles.packageRoot + "/deploy/demo")
        #expect(personas.people.count == 8)
        #expect(personas.people.allSatisfy { $0["name"]?.string != nil && $0["claims"]?["visitor"]?.string != nil })
    }
}
