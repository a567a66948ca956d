import Configuration
import Glibc
import LocalServers

/// The one site in front of the services: Debian's nginx with the suite's configuration, in a folder of the stack's.
struct StackSite: Sendable {
    let folder: StackFolder
    let ports: StackPorts
    /// Whom it runs as; nil for the caller.
    let user: SystemUser?

    init(folder: StackFolder, ports: StackPorts, user: SystemUser? = .unprivileged()) {
        self.folder = folder
        self.ports = ports
        self.user = user
    }

    /// Where the program is; Debian keeps it where only root looks.
    static func program() throws(CommandFailure) -> String {
        let folders = ["/usr/sbin"] + (getenv("PATH").map { String(cString: $0) } ?? "").split(separator: ":").map(String.init)
        guard let found = folders.first(where: { access("\($0)/nginx", X_OK) == 0 }) else {
            throw CommandFailure("nginx is not installed: apt-get install nginx-light", exitCode: SuitePrograms.missing)
        }
        return "\(found)/nginx"
    }

    /// Writes its configuration anew, and gives the part that runs it.
    func prepare() throws -> ProgramPart {
        let program = try Self.program()
        let path = self.folder.nginx
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw CommandFailure("the folder \(path) can't be made: \(String(cString: strerror(errno)))")
        }
        let upstreams = SuiteService.all.map { "upstream \($0.name) { server 127.0.0.1:\(self.ports.requests(of: $0)); }\n" }.joined()
        let files = [
            ("nginx.conf", String(decoding: PackageResources.nginx_conf, as: UTF8.self)), ("upstreams.conf", upstreams),
            ("listen.conf", "listen 127.0.0.1:\(self.ports.site);\n"),
        ]
        for (name, text) in files { try PrivateFile.write(text, to: "\(path)/\(name)") }
        if let user {
            for name in [path] + files.map({ "\(path)/\($0.0)" }) where chown(name, user.id, user.group) != 0 {
                throw CommandFailure("\(name) can't be given to the user \(user.name): \(String(cString: strerror(errno)))")
            }
        }
        var command = LocalServers.Command(program, ["-e", "stderr", "-p", path, "-c", "\(path)/nginx.conf"])
        command.user = self.user
        command.folder = path
        // Its workers would outlive a master that was killed.
        command.deathSignal = .terminate
        return ProgramPart("nginx", command, log: self.folder.log(of: "nginx"), endedBy: .quit, within: .seconds(3))
    }
}
