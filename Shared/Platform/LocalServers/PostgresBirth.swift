import Glibc

/// Makes a new cluster: UTF-8, rows in byte order on every machine, checksums on every page, passwords by SCRAM for everybody.
struct PostgresBirth {
    let folder: PostgresFolder
    let programs: PostgresPrograms
    /// Whether it must outlast a crash of the machine.
    let isDurable: Bool

    func make() async throws(PostgresServerError) {
        try self.folder.write(password: Self.newPassword())
        var command = Command(
            self.programs.path("initdb"),
            [
                "--pgdata=\(self.folder.data)", "--username=\(PostgresServer.superuser)", "--pwfile=\(self.folder.passwordFile)",
                "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--lc-collate=C", "--lc-messages=C", "--data-checksums",
            ])
        if !self.isDurable { command.arguments.append("--no-sync") }
        command.user = self.folder.user
        command.folder = self.folder.path
        command.environment = ["HOME": self.folder.path]
        do { try await ChildProcess.run(command) } catch { throw .program(error) }
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
