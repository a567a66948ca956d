import CloudEvents
import JSON

/// A folder that a demo is made from, read and found to fit together.
struct DemoFolder: Equatable {
    /// The most bytes of one of its files but for the completions.
    static let bytesLimit = 8 << 20
    /// The most bytes of the completions of a demo.
    static let completionsLimit = 256 << 20

    let path: String
    let college: DemoCollege
    let achievements: [DemoAchievement]
    let pathways: [DemoPathway]
    let roles: [DemoRole]
    let consents: [DemoConsent]
    let plan: DemoPlan
    /// Nil when the folder does not say what should come out.
    let expected: DemoExpectation?

    var completions: String { "\(self.path)/completions.csv" }

    /// Reads a folder, or says which file of it is wrong, where, and why.
    static func read(_ path: String) throws(DemoFolderError) -> DemoFolder {
        let consents = try Self.table(path, "consents.csv", ["student_id", "employer", "purpose", "until_days"])
        var rows: [DemoConsent] = []
        for record in consents.records { rows.append(try DemoConsent(record, file: "consents.csv")) }
        let folder = DemoFolder(
            path: path, college: try Self.json(path, "college.json"), achievements: try Self.json(path, "achievements.json"),
            pathways: try Self.json(path, "pathways.json"), roles: try Self.json(path, "roles.json"), consents: rows,
            plan: try Self.json(path, "story.json"), expected: try Self.expectation(path))
        do { _ = try InputFile("\(path)/completions.csv", limit: Self.completionsLimit) } catch {
            throw DemoFolderError("completions.csv", "\(error)")
        }
        try folder.check()
        return folder
    }

    /// Finds what names something that is not there.
    func check() throws(DemoFolderError) {
        let campuses = Set(self.college.campuses.map(\.code))
        let codes = try Self.distinct(self.achievements.map(\.code), "achievements.json")
        let roles = try Self.distinct(self.roles.map(\.code), "roles.json")
        _ = try Self.distinct(self.pathways.map(\.code), "pathways.json")
        _ = try Self.distinct(self.college.campuses.map(\.code), "college.json")
        for (index, achievement) in self.achievements.enumerated() {
            guard let campus = achievement.campus, !campuses.contains(campus) else { continue }
            throw DemoFolderError("achievements.json", "/\(index)/campus", "college.json has no campus \(campus)")
        }
        for (index, pathway) in self.pathways.enumerated() {
            for leaf in pathway.leaves where !codes.contains(leaf.code) {
                throw DemoFolderError("pathways.json", "/\(index)\(leaf.pointer)", "achievements.json has no \(leaf.code)")
            }
            guard let award = pathway.award, !codes.contains(award) else { continue }
            throw DemoFolderError("pathways.json", "/\(index)/award", "achievements.json has no \(award)")
        }
        guard roles.contains(self.plan.role) else {
            throw DemoFolderError("story.json", "/role", "roles.json has no \(self.plan.role)")
        }
        guard codes.contains(self.plan.achievement) else {
            throw DemoFolderError("story.json", "/revoke/achievement", "achievements.json has no \(self.plan.achievement)")
        }
        for (index, persona) in self.plan.personas.enumerated() {
            guard let campus = persona.campuses.first(where: { !campuses.contains($0) }) else { continue }
            throw DemoFolderError("story.json", "/personas/\(index)/campuses", "college.json has no campus \(campus)")
        }
    }

    private static func distinct(_ codes: [String], _ file: String) throws(DemoFolderError) -> Set<String> {
        var seen: Set<String> = []
        for code in codes where !seen.insert(code).inserted { throw DemoFolderError(file, "the code \(code) stands twice") }
        return seen
    }

    private static func expectation(_ path: String) throws(DemoFolderError) -> DemoExpectation? {
        let bytes: [UInt8]
        // A folder need not say what should come out.
        do { bytes = try InputFile("\(path)/expected.json", limit: Self.bytesLimit).bytes } catch { return nil }
        return try Self.decoded(bytes, "expected.json")
    }

    private static func json<Value: JSONDecodable>(_ path: String, _ file: String) throws(DemoFolderError) -> Value {
        try Self.decoded(try Self.bytes(path, file), file)
    }

    private static func decoded<Value: JSONDecodable>(_ bytes: [UInt8], _ file: String) throws(DemoFolderError) -> Value {
        let document: JSONDocument
        do throws(JSONError) { document = try JSONDocument(parsing: bytes) } catch { throw DemoFolderError(file, "\(error)") }
        do throws(JSONDecodingError) { return try document.decode(Value.self) } catch { throw DemoFolderError(file, "\(error)") }
    }

    private static func table(_ path: String, _ file: String, _ columns: [String]) throws(DemoFolderError) -> DemoTable {
        let bytes = try Self.bytes(path, file)
        guard let text = String(validating: bytes, as: UTF8.self) else { throw DemoFolderError(file, "it is not UTF-8") }
        return try DemoTable(text, file: file, columns: columns)
    }

    private static func bytes(_ path: String, _ file: String) throws(DemoFolderError) -> [UInt8] {
        do { return try InputFile("\(path)/\(file)", limit: Self.bytesLimit).bytes } catch { throw DemoFolderError(file, "\(error)") }
    }
}
