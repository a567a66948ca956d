import JSON
import LocalServers
import TestSupport

@testable import cairn

/// A folder like the demo's, with other rows. What must come of it is worked out by the demo's own script, which shares no code with the program.
struct DemoCopy {
    /// Where the demo lies.
    static let original = SharedFiles.packageRoot + "/deploy/demo"

    let path: String

    /// Copies the demo.
    init() throws {
        self.path = try TestFolder.new()
        for name in ["college.json", "achievements.json", "pathways.json", "roles.json", "story.json", "completions.csv", "consents.csv"] {
            try PrivateFile.write(Self.text(name, in: Self.original), to: "\(self.path)/\(name)")
        }
    }

    /// A copy with the rows of these learners only, which is told in a moment.
    static func of(_ students: Set<Substring>) async throws -> DemoCopy {
        let copy = try DemoCopy()
        for table in ["completions.csv", "consents.csv"] {
            try copy.change(table) { lines in
                lines = [lines[0]] + lines.dropFirst().filter { students.contains($0.prefix { $0 != "," }) }
            }
        }
        try await copy.workOut()
        return copy
    }

    /// Changes the lines of one of its files.
    func change(_ name: String, _ edit: (inout [String]) -> Void) throws {
        var lines = try Self.text(name, in: self.path).split(separator: "\n").map(String.init)
        edit(&lines)
        try PrivateFile.write(lines.map { $0 + "\n" }.joined(), to: "\(self.path)/\(name)")
    }

    /// Has it worked out what must come of it.
    func workOut() async throws {
        try await ChildProcess.run(LocalServers.Command("python3", ["-B", "\(Self.original)/expect.py", self.path]))
    }

    /// What must come of a folder.
    static func expectation(of path: String) throws -> DemoExpectation {
        try JSONDocument(parsing: SharedFiles.contents(of: "\(path)/expected.json")).decode(DemoExpectation.self)
    }

    private static func text(_ name: String, in folder: String) throws -> String {
        String(decoding: try SharedFiles.contents(of: "\(folder)/\(name)"), as: UTF8.self)
    }
}
