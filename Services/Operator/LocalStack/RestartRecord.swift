import Configuration
import Glibc
import JSON

/// What became of the rolling restarts of one run, for whoever asked for one: `restarts.json`.
struct RestartRecord: Sendable, Equatable {
    /// How many have ended.
    var count = 0
    /// Why the last one broke off; nil when it did not.
    var problem: String?

    func write(to folder: StackFolder) throws {
        let json = JSON.object(omittingNil: ["count": .number(JSONNumber(self.count)), "problem": self.problem.map { .string($0) }])
        try PrivateFile.write(json.pretty(), to: folder.restarts)
    }

    init() {}

    /// That of a folder; none before the first restart.
    init(of folder: StackFolder) throws {
        guard access(folder.restarts, F_OK) == 0 else { return }
        let json = try JSON(parsing: InputFile(folder.restarts, limit: 65_536).bytes)
        self.count = json["count"]?.int ?? 0
        self.problem = json["problem"]?.string
    }
}
