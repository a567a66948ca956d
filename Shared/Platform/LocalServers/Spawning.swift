import Glibc

/// Starts a program with posix_spawn(3), on the thread that calls.
///
/// Three of Debian's essential programs do in the child what posix_spawn has no portable word for: `setpriv` changes the user and asks for the
/// signal at the parent's death, `sh` looks whether the parent still lives, `env` changes the folder. Each replaces itself by the next (execve), so the process id is the program's own.
struct Spawning {
    let command: Command

    /// The process id, and the end of a pipe that its output comes out of, when it was asked for.
    func start() throws(ChildProcessError) -> (id: pid_t, output: Int32?) {
        let program = try self.path(of: self.command.program)
        let setpriv = try self.path(of: "setpriv")
        let arguments = try [setpriv] + self.arguments(program)
        let input = try self.input()
        defer { close(input) }
        let output = try self.output()
        defer { close(output.child) }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, output.child, 1)
        posix_spawn_file_actions_adddup2(&actions, output.error ?? output.child, 2)
        for descriptor in Self.openDescriptors() { posix_spawn_file_actions_addclose(&actions, descriptor) }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)  // a parent that ignores SIGINT must not have children that do
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

        var id = pid_t()
        let code = Self.withStrings(arguments) { arguments in
            Self.withStrings(self.environment()) { posix_spawn(&id, setpriv, &actions, &attributes, arguments, $0) }
        }
        guard code == 0 else {
            if let parent = output.parent { close(parent) }
            throw .notStarted(program: self.command.program, reason: String(cString: strerror(code)))
        }
        return (id, output.parent)
    }

    private func arguments(_ program: String) throws(ChildProcessError) -> [String] {
        var words = ["--pdeathsig=\(self.command.deathSignal.name)"]
        if let user = self.command.user {
            words += ["--reuid=\(user.id)", "--regid=\(user.group)", "--clear-groups"]
        }
        words += ["--", try self.path(of: "sh"), "-c", Self.orphanCheck, "sh", String(getpid())]
        if let folder = self.command.folder { words += [try self.path(of: "env"), "--chdir=\(folder)", "--"] }
        return words + [program] + self.command.arguments
    }

    /// A parent that died before `setpriv` had asked for the signal sends none: then the program is not begun at all.
    private static let orphanCheck = #"[ "$PPID" = "$1" ] || exit 125; shift; exec "$@""#

    private func path(of program: String) throws(ChildProcessError) -> String {
        if program.utf8.contains(UInt8(ascii: "/")) {
            if access(program, X_OK) == 0 { return program }
        } else {
            let folders = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
            for folder in folders.split(separator: ":") {
                let path = "\(folder)/\(program)"
                if access(path, X_OK) == 0 { return path }
            }
        }
        throw .notFound(program: program)
    }

    private func environment() -> [String] {
        var lines: [String] = []
        var entry = environ
        while let line = entry.pointee {
            let line = String(cString: line)
            let name = String(line.prefix { $0 != "=" })
            if self.command.environment[name] == nil, !self.command.withheld.contains(name) { lines.append(line) }
            entry += 1
        }
        return lines + self.command.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    }

    /// A file without a name, so that neither side ever waits for the other as they would with a pipe.
    private func input() throws(ChildProcessError) -> Int32 {
        if self.command.input.isEmpty { return try self.opened("/dev/null", O_RDONLY) }
        guard let file = tmpfile() else { throw self.refused() }
        defer { fclose(file) }
        let count = fwrite(self.command.input, 1, self.command.input.count, file)
        guard count == self.command.input.count, fflush(file) == 0 else { throw self.refused() }
        rewind(file)
        let descriptor = fcntl(fileno(file), F_DUPFD_CLOEXEC, 3)
        guard descriptor >= 0 else { throw self.refused() }
        return descriptor
    }

    private func output() throws(ChildProcessError) -> (child: Int32, error: Int32?, parent: Int32?) {
        switch self.command.output {
        case .discarded: return (try self.opened("/dev/null", O_WRONLY), nil, nil)
        case .appended(let path): return (try self.opened(path, O_WRONLY | O_CREAT | O_APPEND), nil, nil)
        case .inherited:
            let descriptor = fcntl(1, F_DUPFD_CLOEXEC, 3)
            guard descriptor >= 0 else { throw self.refused() }
            return (descriptor, 2, nil)
        case .lines:
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0 else { throw self.refused() }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            return (ends[1], nil, ends[0])
        }
    }

    private func opened(_ path: String, _ mode: Int32) throws(ChildProcessError) -> Int32 {
        let descriptor = open(path, mode | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .notStarted(program: self.command.program, reason: "\(path): \(String(cString: strerror(errno)))")
        }
        return descriptor
    }

    private func refused() -> ChildProcessError {
        .notStarted(program: self.command.program, reason: String(cString: strerror(errno)))
    }

    /// What a child must not inherit; C libraries open sockets and files without close-on-exec.
    private static func openDescriptors() -> [Int32] {
        guard let folder = opendir("/proc/self/fd") else { return [] }
        defer { closedir(folder) }
        var descriptors: [Int32] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if let descriptor = Int32(name), descriptor > 2 { descriptors.append(descriptor) }
        }
        return descriptors
    }

    private static func withStrings<R>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R) -> R {
        let pointers = strings.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }
}
