import Configuration

/// The ports of a local stack: the site's, and by their distance from it those that services listen at on this machine alone.
struct StackPorts: Sendable, Equatable {
    /// The site's port when nobody says otherwise.
    static let usual = 8_080
    /// Where health and metrics are, behind the service's own port.
    static let operationsDistance = 1_000
    /// How far the ports of a service's next process are.
    static let processDistance = 10
    /// What may be said: below it only root may listen, and above it there is no room for the rest.
    static let range = 1_024...64_000

    let site: Int

    /// The order that the ports of services follow.
    private static let order = ["issuer", "verifier", "wallet", "pathway", "matching"]

    /// The site's one address.
    var url: String { "http://localhost:\(self.site)" }

    /// Where a process answers requests: for the usual site 8081 to 8085, the second ones of their services 8091 to 8095.
    func requests(of process: ServiceProcess) -> Int {
        self.site + 1 + (Self.order.firstIndex(of: process.service.name) ?? Self.order.count) + process.number * Self.processDistance
    }

    /// Where it says how it is: for the usual site 9081 to 9085, and so on.
    func operations(of process: ServiceProcess) -> Int { self.requests(of: process) + Self.operationsDistance }

    /// Refuses to begin when somebody else listens at one of them; all that are taken are named.
    func requireFree(for processes: [ServiceProcess]) throws(CommandFailure) {
        let wanted =
            [(self.site, "the site")] + processes.filter(\.answersRequests).map { (self.requests(of: $0), "cairn-\($0.name)") }
            + processes.map { (self.operations(of: $0), "health of cairn-\($0.name)") }
        let taken = wanted.compactMap { port, user in
            PortHolder(of: port).map { "port \(port), for \(user), is taken\($0.words)" }
        }
        guard taken.isEmpty else {
            throw CommandFailure("\(taken.joined(separator: "; ")). End what is there, or choose other ports with --port")
        }
    }
}
