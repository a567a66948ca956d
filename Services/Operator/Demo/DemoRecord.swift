import Configuration
import JSON

/// What a telling leaves for the next one and for people: `demo.json`.
struct DemoRecord {
    /// The most bytes of it.
    static let bytesLimit = 1 << 20

    /// A link that shows one item.
    struct Share: Equatable, Sendable {
        let student: String
        let item: String
        let id: String
        let url: String
    }

    let college: Int32
    /// Ids by code.
    let campuses: [String: String]
    let achievements: [String: String]
    let pathways: [String: String]
    let roles: [String: String]
    /// The credential that was revoked.
    let revoked: String?
    let share: Share?
    /// A command that judges a badge from files alone.
    let verifyCommand: String?

    /// Writes it into a folder.
    func write(to folder: String) throws(CommandFailure) {
        func ids(_ ids: [String: String]) -> JSON {
            var object = JSONObject()
            for (code, id) in ids.sorted(by: { $0.key < $1.key }) { object.append(code, .string(id)) }
            return .object(object)
        }
        let json = JSON.object(omittingNil: [
            "college": .number(JSONNumber(self.college)), "campuses": ids(self.campuses), "achievements": ids(self.achievements),
            "pathways": ids(self.pathways), "roles": ids(self.roles), "revoked": self.revoked.map { .string($0) },
            "share": self.share.map {
                ["student": .string($0.student), "item": .string($0.item), "id": .string($0.id), "url": .string($0.url)]
            }, "verify": self.verifyCommand.map { .string($0) },
        ])
        try PrivateFile.write(json.pretty(), to: "\(folder)/demo.json")
    }

    /// The link that a former telling left; nil when there is none, or the file is not as it is written here.
    static func read(from folder: String) -> (share: Share?, campuses: [String: String])? {
        let json: JSON
        // What an earlier telling left is a convenience: without it a new link is made.
        do { json = try JSON(parsing: InputFile("\(folder)/demo.json", limit: Self.bytesLimit).bytes) } catch { return nil }
        let share = json["share"]
        let texts = ["student", "item", "id", "url"].compactMap { share?[$0]?.string }
        let campuses = (json["campuses"]?.object ?? [:]).compactMap { name, value in value.string.map { (name, $0) } }
        return (
            texts.count == 4 ? Share(student: texts[0], item: texts[1], id: texts[2], url: texts[3]) : nil,
            Dictionary(campuses) { first, _ in first }
        )
    }
}
