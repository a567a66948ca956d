import Configuration

/// What the processes of a local stack are told, as variables; secrets by the names of their files.
struct ServiceSettings: Sendable {
    let folder: StackFolder
    let ports: StackPorts
    /// What they are told of the log.
    let log: [String: String]
    /// The colleges to open: `1=North Valley College`.
    let colleges: [String]

    /// The variables of one process.
    func environment(of process: ServiceProcess) -> [String: String] {
        let service = process.service
        let paths = StackSecrets.Paths(folder: self.folder)
        var variables = [
            "CAIRN_RUN": process.mode.rawValue, "CAIRN_PUBLIC_URL": self.ports.url,
            "CAIRN_HTTP_PORT": String(self.ports.requests(of: process)),
            "CAIRN_OPERATIONS_PORT": String(self.ports.operations(of: process)), "CAIRN_HTTP_DRAIN_TIME": "3s",
            "CAIRN_TOKENS_KEYS": paths.tokens, "CAIRN_DATABASE_ADDRESS_FILE": paths.address(of: service.requestsLogin),
            "CAIRN_DATABASE_EVENTS_ADDRESS_FILE": paths.address(of: service.eventsLogin),
            // Who was killed is noticed soon, so that a second start is quick.
            "CAIRN_LEASE_HEARTBEAT": "1s", "CAIRN_LEASE_DEAD": "4s",
        ]
        variables.merge(self.log) { $1 }
        // A story has people whom anybody may be; pages lead to them.
        if !self.colleges.isEmpty { variables["CAIRN_DEMO"] = "true" }
        guard service.name == "issuer" else { return variables }
        variables["CAIRN_ISSUER_MASTER_KEY_FILE"] = paths.masterKey
        variables["CAIRN_ISSUER_SESSION_KEY"] = paths.sessionKey
        variables["CAIRN_ISSUER_TICKET_KEYS"] = paths.tickets
        variables["CAIRN_ISSUER_PERSONAS"] = self.folder.personas
        if !self.colleges.isEmpty { variables["CAIRN_ISSUER_COLLEGES"] = self.colleges.joined(separator: ",") }
        return variables
    }
}
