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
    /// How much had been written to the services' outboxes when the story had been told.
    let events: Int
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
            }, "events": self.events.json, "verify": self.verifyCommand.map { .string($0) },
        ])
        try PrivateFile.write(json.pretty(), to: "\(folder)/demo.json")
    }

    /// The link that a former telling left; nil when there is none, or the file is not as it is written here.
    static func formerShare(in folder: String) -> Share? {
        guard let json = Self.former(in: folder) else { return nil }
        let texts = ["student", "item", "id", "url"].compactMap { json["share"]?[$0]?.string }
        return texts.count == 4 ? Share(student: texts[0], item: texts[1], id: texts[2], url: texts[3]) : nil
    }

    /// The events that a former telling counted; nil when there was none.
    static func formerEvents(in folder: String) -> Int? { Self.former(in: folder)?["events"]?.int }

    /// What an earlier telling left is a convenience: without it the story is told as if for the first time.
    private static func former(in folder: String) -> JSON? {
        do { return try JSON(parsing: InputFile("\(folder)/demo.json", limit: Self.bytesLimit).bytes) } catch { return nil }
    }
}
