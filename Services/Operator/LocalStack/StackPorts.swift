import Configuration

/// The ports of a local stack: the site's, and by their distance from it those that services listen at on this machine alone.
struct StackPorts: Sendable, Equatable {
    /// The site's port when nobody says otherwise.
    static let usual = 8_080
    /// Where health and metrics are, behind the service's own port.
    static let operationsDistance = 1_000
    /// What may be said: below it only root may listen, and above it there is no room for the rest.
    static let range = 1_024...64_000

    let site: Int

    /// The order that the ports of services follow.
    private static let order = ["issuer", "verifier", "wallet", "pathway", "matching"]

    /// The site's one address.
    var url: String { "http://localhost:\(self.site)" }

    /// Where a service answers requests: for the usual site 8081 to 8085.
    func requests(of service: SuiteService) -> Int {
        self.site + 1 + (Self.order.firstIndex(of: service.name) ?? Self.order.count)
    }

    /// Where it says how it is: for the usual site 9081 to 9085.
    func operations(of service: SuiteService) -> Int { self.requests(of: service) + Self.operationsDistance }

    /// Refuses to begin when somebody else listens at one of them; all that are taken are named.
    func requireFree(for services: [SuiteService]) throws(CommandFailure) {
        let wanted =
            [(self.site, "the site")] + services.map { (self.requests(of: $0), $0.program) }
            + services.map { (self.operations(of: $0), "health of \($0.program)") }
        let taken = wanted.compactMap { port, user in
            PortHolder(of: port).map { "port \(port), for \(user), is taken\($0.words)" }
        }
        guard taken.isEmpty else {
            throw CommandFailure("\(taken.joined(separator: "; ")). End what is there, or choose other ports with --port")
        }
    }
}
