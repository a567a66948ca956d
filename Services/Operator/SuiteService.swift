import Configuration

/// One of the services that the suite is made of, as operators' commands know it.
struct SuiteService: Sendable, Hashable {
    /// Its name: its schema's, and the first part of its roles'.
    let name: String

    /// Every service, in the order in which they are named to people.
    static let all = ["issuer", "wallet", "pathway", "matching", "verifier"].map { SuiteService(name: $0) }

    /// The service of this name; nil when there is none.
    static func named(_ name: String) -> SuiteService? { Self.all.first { $0.name == name } }

    /// Its program.
    var program: String { "cairn-\(self.name)" }
    /// The role that owns its schema. Nobody logs in as it.
    var owner: String { "\(self.name)_owner" }
    /// Answers requests.
    var requestsLogin: String { "\(self.name)_http" }
    /// Carries events.
    var eventsLogin: String { "\(self.name)_events" }
    /// May only look.
    var checkLogin: String { "\(self.name)_check" }
    /// All three.
    var logins: [String] { [self.requestsLogin, self.eventsLogin, self.checkLogin] }

    /// Names between commas, as a flag has them.
    static let names = ValueFormat<[SuiteService]>(
        "names between commas, of \(Self.all.map(\.name).joined(separator: ", "))", placeholder: "NAME,..."
    ) { text in
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let services = parts.compactMap { Self.named(String($0)) }
        return services.count == parts.count && Set(services).count == services.count ? services : nil
    } write: {
        $0.map(\.name).joined(separator: ",")
    }
}
