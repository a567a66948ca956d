import Configuration
import Glibc
import JSON
import LocalServers

/// The folder of a local stack: its data, its keys, its logs. It bears a mark, so that nothing else is ever taken for one and removed.
struct StackFolder: Sendable, Equatable {
    /// Absolute.
    let path: String

    var mark: String { "\(self.path)/cairn.json" }
    var lock: String { "\(self.path)/lock" }
    var stack: String { "\(self.path)/stack.json" }
    /// What became of the rolling restarts of the run that is.
    var restarts: String { "\(self.path)/restarts.json" }
    var broker: String { "\(self.path)/broker.json" }
    var personas: String { "\(self.path)/personas.json" }
    var demo: String { "\(self.path)/demo.json" }
    var postgres: String { "\(self.path)/postgres" }
    var kafka: String { "\(self.path)/kafka" }
    var nginx: String { "\(self.path)/nginx" }
    var keys: String { "\(self.path)/keys" }
    var logs: String { "\(self.path)/logs" }

    /// The log of one of its parts.
    func log(of part: String) -> String { "\(self.logs)/\(part).log" }

    /// A folder by its path; a relative one is of the folder that the program was started in.
    init(_ path: String) throws(CommandFailure) {
        if path.hasPrefix("/") {
            self.path = path
            return
        }
        guard let current = getcwd(nil, 0) else { throw Self.failure("the folder that this was started in") }
        defer { free(current) }
        self.path = "\(String(cString: current))/\(path)"
    }

    /// Whether `cairn up` made it.
    var isMarked: Bool { access(self.mark, R_OK) == 0 }

    /// Makes what is missing, and marks it as the folder of a site. A folder with other things in it is refused; so is another site's.
    func make(url: String) throws {
        let isNew = access(self.path, F_OK) != 0
        guard isNew || self.isMarked || Self.isEmpty(self.path) else {
            throw CommandFailure("\(self.path) holds other things than a stack of cairn up; name another folder")
        }
        // PostgreSQL refuses root: as another user it must find its way through.
        let mode: mode_t = SystemUser.unprivileged() == nil ? 0o700 : 0o711
        try Self.makeFolder(self.path, mode: mode)
        for folder in [self.keys, self.logs] { try Self.makeFolder(folder, mode: 0o700) }
        guard self.isMarked, self.hasData else {
            let text = JSON.object(["made": "by cairn up; cairn down --wipe removes all of it", "url": .string(url)]).pretty()
            try PrivateFile.write(text, to: self.mark)
            return
        }
        guard let known = try JSON(parsing: InputFile(self.mark, limit: 65_536).bytes)["url"]?.string, known != url else { return }
        throw CommandFailure(
            "the stack of \(self.path) is \(known), which its credentials bear for good; start it with its port, or name another folder "
                + "with --folder")
    }

    /// Whether there is something that a site's address may have been signed into.
    private var hasData: Bool { access(self.postgres, F_OK) == 0 }

    /// Keeps the former run's logs under another name, so that a log is of one run.
    func turnLogs(of parts: [String]) {
        // A log that is not there, or cannot be kept, is no reason not to start.
        for part in parts { _ = rename(self.log(of: part), "\(self.logs)/\(part).before.log") }
    }

    /// Removes all of it. Only what bears the mark.
    func remove() async throws {
        guard self.isMarked else {
            throw CommandFailure(
                access(self.path, F_OK) == 0 ? "\(self.path) was not made by cairn up; it is left alone" : "there is no \(self.path)")
        }
        try await ChildProcess.run(LocalServers.Command("rm", ["-rf", "--", self.path]))
    }

    private static func makeFolder(_ path: String, mode: mode_t) throws(CommandFailure) {
        guard mkdir(path, mode) == 0 || errno == EEXIST else { throw Self.failure(path) }
        guard chmod(path, mode) == 0 else { throw Self.failure(path) }
    }

    private static func isEmpty(_ path: String) -> Bool { rmdir(path) == 0 }

    private static func failure(_ path: String) -> CommandFailure {
        CommandFailure("the folder \(path) can't be used: \(String(cString: strerror(errno)))")
    }
}
