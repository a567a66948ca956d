import Glibc

/// The folder of a cluster: the data, the socket, the log and the password of its superuser.
struct PostgresFolder: Sendable {
    let path: String
    let user: SystemUser?

    var data: String { self.path + "/data" }
    var log: String { self.path + "/log" }
    var passwordFile: String { self.path + "/password" }
    /// unix(7): the path of a socket has at most 107 bytes; PostgreSQL's own part has up to 20.
    var socketFolder: String? { self.path.utf8.count <= 80 ? self.path : nil }

    var dataVersion: Int? {
        self.contents(self.data + "/PG_VERSION").flatMap { Int($0.prefix { $0.isNumber }) }
    }

    /// Makes the folder and gives it to the unprivileged user.
    func make() throws(PostgresServerError) {
        var path = ""
        for name in self.path.split(separator: "/") {
            path += "/\(name)"
            if mkdir(path, 0o755) != 0, errno != EEXIST { throw Self.refused(path) }
        }
        chmod(self.path, 0o700)
        guard let user else { return }
        guard chown(self.path, user.id, user.group) == 0 else { throw Self.refused(self.path) }
        try self.checkWay(for: user)
    }

    /// Every folder on the way must let the user through.
    private func checkWay(for user: SystemUser) throws(PostgresServerError) {
        var path = ""
        for name in self.path.split(separator: "/").dropLast() {
            path += "/\(name)"
            var facts = stat()
            guard stat(path, &facts) == 0 else { throw Self.refused(path) }
            let mayEnter = facts.st_mode & S_IXOTH != 0 || (facts.st_uid == user.id && facts.st_mode & S_IXUSR != 0)
            guard mayEnter else { throw .unreachable(folder: self.path, barrier: path, user: user.name) }
        }
    }

    func password() throws(PostgresServerError) -> String {
        guard let password = self.contents(self.passwordFile) else { throw Self.refused(self.passwordFile) }
        return password
    }

    func write(password: String) throws(PostgresServerError) {
        let file = open(self.passwordFile, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Self.refused(self.passwordFile) }
        defer { close(file) }
        let bytes = Array(password.utf8)
        guard Glibc.write(file, bytes, bytes.count) == bytes.count else { throw Self.refused(self.passwordFile) }
        if let user { _ = fchown(file, user.id, user.group) }
    }

    /// The server that says that it works on these data, if it lives. What a dead one left behind is taken away: its number may long belong to
    /// another process of the same user, which would keep PostgreSQL from starting.
    func holder() -> Int32? {
        let lock = self.data + "/postmaster.pid"
        guard let id = self.contents(lock).flatMap({ Int32($0.prefix { $0.isNumber }) }) else { return nil }
        if self.works(id) { return id }
        unlink(lock)
        return nil
    }

    /// A postmaster's working folder is its data folder.
    private func works(_ process: Int32) -> Bool {
        var mine = stat()
        var its = stat()
        guard stat(self.data, &mine) == 0, stat("/proc/\(process)/cwd", &its) == 0 else { return false }
        return mine.st_ino == its.st_ino && mine.st_dev == its.st_dev
    }

    /// How long the log is now.
    func logLength() -> Int {
        var facts = stat()
        return stat(self.log, &facts) == 0 ? Int(facts.st_size) : 0
    }

    /// The last lines of the log, none from before a place in it.
    func endOfLog(since start: Int) -> String {
        (self.contents(self.log, from: start) ?? "").split(separator: "\n").suffix(8).joined(separator: "\n")
    }

    private func contents(_ path: String, from start: Int = 0) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        fseek(file, 0, SEEK_END)
        fseek(file, max(start, ftell(file) - 8_192), SEEK_SET)
        var bytes = [UInt8](repeating: 0, count: 8_192)
        return String(decoding: bytes[..<fread(&bytes, 1, bytes.count, file)], as: UTF8.self)
    }

    private static func refused(_ path: String) -> PostgresServerError {
        .file(path: path, reason: String(cString: strerror(errno)))
    }
}
