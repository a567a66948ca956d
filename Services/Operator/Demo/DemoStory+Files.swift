import Configuration
import Glibc
import HTTP
import JSON

extension DemoStory {
    /// Leaves what `cairn verify` takes, so that badges can be judged from files alone, and the ids of what was made.
    func leaveFiles(_ state: inout State) async throws {
        self.tell("files for cairn verify")
        let issuers = try await self.site.issuers()
        let list: JSON = [
            "name": .string("Issuers of \(self.local.url)"),
            "issuers": .array(issuers.map { ["id": .string($0.id), "name": .string($0.name)] }),
        ]
        try PrivateFile.write(list.pretty(), to: "\(self.output)/issuers.json")
        if let example = state.badge, let learner = state.learners[example.student] {
            let badge = try await self.site.document(ofItem: example.item, as: learner.caller)
            try PrivateFile.write(String(decoding: badge, as: UTF8.self), to: "\(self.output)/badge.json")
            state.outcome.verifyCommand = try await self.verifyCommand(for: badge)
        }
        let record = DemoRecord(
            college: self.folder.college.number, campuses: state.campuses, achievements: state.achievements, pathways: state.pathways,
            roles: state.roles, revoked: state.revoked, share: state.share, events: try await self.countEvents(),
            verifyCommand: state.outcome.verifyCommand)
        try record.write(to: self.output)
    }

    /// Fetches the status lists that a badge names, each into a file of its own, and writes the call that judges the badge by them.
    private func verifyCommand(for badge: [UInt8]) async throws -> String {
        let folder = "\(self.output)/status"
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw CommandFailure("the folder \(folder) can't be made: \(String(cString: strerror(errno)))")
        }
        var flags = ""
        for (index, url) in Self.statusLists(of: badge).enumerated() where url.hasPrefix(self.local.url + "/") {
            let path = String(url.dropFirst(self.local.url.count))
            let signed = try await self.site.answer(.get, path, as: .nobody).body
            let file = "\(folder)/\(index + 1).json"
            try PrivateFile.write(String(decoding: signed, as: UTF8.self), to: file)
            flags += " --status \(url)=\(file)"
        }
        return "\(self.program) verify\(flags) --issuers \(self.output)/issuers.json \(self.output)/badge.json"
    }

    /// The status lists that a badge names, each once, in its order.
    static func statusLists(of badge: [UInt8]) -> [String] {
        let json: JSON
        // What the wallet gives is JSON; were it not, `cairn verify` would say so.
        do { json = try JSON(parsing: badge) } catch { return [] }
        let entries = json["credentialStatus"].map { $0.array ?? [$0] } ?? []
        var seen: Set<String> = []
        return entries.compactMap { $0["statusListCredential"]?.string }.filter { seen.insert($0).inserted }
    }
}
