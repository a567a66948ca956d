import Glibc

/// Makes a new cluster, whole or not at all: UTF-8, rows in byte order on every machine, checksums on every page, passwords by SCRAM for everybody.
struct PostgresBirth {
    let folder: PostgresFolder
    let programs: PostgresPrograms
    /// Whether it must outlast a crash of the machine.
    let isDurable: Bool

    func make() async throws(PostgresServerError) {
        // It gets its name when it is complete: what a birth that was broken off has left would pass for a cluster.
        let draft = self.folder.data + ".new"
        do { try await ChildProcess.run(Command("rm", ["-rf", "--", draft])) } catch { throw .program(error) }
        try self.folder.write(password: Self.newPassword())
        var command = Command(
            self.programs.path("initdb"),
            [
                "--pgdata=\(draft)", "--username=\(PostgresServer.superuser)", "--pwfile=\(self.folder.passwordFile)",
                "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--lc-collate=C", "--lc-messages=C", "--data-checksums",
            ])
        if !self.isDurable { command.arguments.append("--no-sync") }
        command.user = self.folder.user
        command.folder = self.folder.path
        command.environment = ["HOME": self.folder.path]
        do { try await ChildProcess.run(command, endsWhenCancelled: true) } catch {
            if Task.isCancelled { throw .cancelled }
            throw .program(error)
        }
        guard rename(draft, self.folder.data) == 0 else {
            throw .file(path: self.folder.data, reason: String(cString: strerror(errno)))
        }
    }

    /// 32 hexadecimal digits that only this folder knows. From the system's generator: nobody has to be able to repeat it.
    private static func newPassword() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<4).map { _ in
            let digits = String(generator.next() as UInt32, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }
}
