public import Configuration
public import HTTP
public import Observability
public import ServiceLifecycle

/// What a service is given to build itself from.
public struct ServiceEnvironment: Sendable {
    /// Its settings.
    public let configuration: Configuration
    /// What this process does.
    public let mode: RunMode
    /// Where it says what happens.
    public let logger: Logger
    /// What it counts in.
    public let registry: MetricsRegistry
    /// The keys that tokens are believed by.
    public let keys: KeySet
    /// The site's one address.
    public let publicURL: URLAddress

    /// The site's origin, as browsers write it: without the port that the scheme implies (RFC 6454 §6.2).
    public var origin: String {
        let host = self.publicURL.host.contains(":") ? "[\(self.publicURL.host)]" : self.publicURL.host
        let implied = self.publicURL.scheme == "https" ? 443 : 80
        let port = self.publicURL.port.flatMap { $0 == implied ? nil : ":\($0)" } ?? ""
        return "\(self.publicURL.scheme)://\(host.lowercased())\(port)"
    }
}

/// What a service is made of.
public struct ServiceParts: Sendable {
    /// What the rest stands on, such as pools; started first, stopped last.
    public let foundations: [any Service]
    /// What answers requests.
    public let responder: any HTTPResponder
    /// What carries events and works off what waits.
    public let events: [any Service]
    /// When only a restart helps.
    public let live: [HealthCheck]
    /// When no requests should be sent.
    public let ready: [HealthCheck]

    /// A service from its parts.
    public init(
        foundations: [any Service], responder: any HTTPResponder, events: [any Service], live: [HealthCheck] = [], ready: [HealthCheck] = []
    ) {
        self.foundations = foundations
        self.responder = responder
        self.events = events
        self.live = live
        self.ready = ready
    }
}
