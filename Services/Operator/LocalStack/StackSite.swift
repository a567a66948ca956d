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

    /// Writes its configuration anew, with the processes that requests go to, and gives the part that runs it.
    func prepare(for processes: [ServiceProcess]) throws -> ProgramPart {
        let program = try Self.program()
        let path = self.folder.nginx
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw CommandFailure("the folder \(path) can't be made: \(String(cString: strerror(errno)))")
        }
        try self.give(path)
        try self.write(String(decoding: PackageResources.nginx_conf, as: UTF8.self), to: "nginx.conf")
        try self.write("listen 127.0.0.1:\(self.ports.site);\n", to: "listen.conf")
        try self.send(requestsTo: processes)
        var command = LocalServers.Command(program, ["-e", "stderr", "-p", path, "-c", "\(path)/nginx.conf"])
        command.user = self.user
        command.folder = path
        // Its workers would outlive a master that was killed.
        command.deathSignal = .terminate
        return ProgramPart("nginx", command, log: self.folder.log(of: "nginx"), endedBy: .quit, within: .seconds(3))
    }

    /// Writes where requests go from the next reload on.
    func send(requestsTo processes: [ServiceProcess]) throws {
        let upstreams = SuiteService.all.map { service in
            let named = processes.filter { $0.service == service && $0.answersRequests }.sorted { $0.number < $1.number }
            // nginx wants one also for a service that does not run here.
            let servers = (named.isEmpty ? [ServiceProcess(service: service, number: 0, mode: .both)] : named).map {
                // No server is given up on for a while, for then one visitor could make all of them be: each request finds out anew.
                "server 127.0.0.1:\(self.ports.requests(of: $0)) max_fails=0;"
            }
            return "upstream \(service.name) { \(servers.joined(separator: " ")) }\n"
        }
        try self.write(upstreams.joined(), to: "upstreams.conf")
    }

    private func write(_ text: String, to name: String) throws {
        let path = "\(self.folder.nginx)/\(name)"
        try PrivateFile.write(text, to: path)
        try self.give(path)
    }

    private func give(_ path: String) throws(CommandFailure) {
        guard let user else { return }
        guard chown(path, user.id, user.group) == 0 else {
            throw CommandFailure("\(path) can't be given to the user \(user.name): \(String(cString: strerror(errno)))")
        }
    }
}
