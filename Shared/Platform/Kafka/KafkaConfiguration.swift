/// How to reach the brokers, and as whom.
///
/// The brokers' addresses are read anew each time a client is made: an embedded broker has another address after each start.
public struct KafkaConfiguration: Sendable, CustomStringConvertible, CustomReflectable {
    /// `host:port`, several separated by commas.
    let brokers: @Sendable () throws -> String
    /// How a connection is protected and who speaks.
    public var security: KafkaSecurity
    /// More of librdkafka's settings, by its names. They win over what this module sets.
    public var settings: [String: String]
    /// What the brokers' own logs and quotas call this client.
    public var clientID: String

    /// Brokers whose addresses are known.
    public init(
        brokers: String, security: KafkaSecurity = .plaintext, settings: [String: String] = [:], clientID: String = "cairn"
    ) {
        self.init(brokers: { brokers }, security: security, settings: settings, clientID: clientID)
    }

    /// Brokers whose addresses are looked up when a client is made.
    public init(
        brokers: @escaping @Sendable () throws -> String, security: KafkaSecurity = .plaintext, settings: [String: String] = [:],
        clientID: String = "cairn"
    ) {
        self.brokers = brokers
        self.security = security
        self.settings = settings
        self.clientID = clientID
    }

    /// Names no secret: of the extra settings only the names.
    public var description: String {
        "client \(self.clientID), \(self.security), settings \(self.settings.keys.sorted())"
    }

    /// What `dump` may show.
    public var customMirror: Mirror {
        Mirror(self, children: ["clientID": self.clientID, "security": "\(self.security)", "settings": self.settings.keys.sorted()])
    }

    /// All of it in librdkafka's words, over the defaults of the kind of client that is to be made.
    func resolved(over defaults: [String: String]) throws(KafkaError) -> [String: String] {
        var all = defaults
        do { all["bootstrap.servers"] = try self.brokers() } catch {
            throw KafkaError(.configuration, "the brokers' addresses cannot be read: \(error)")
        }
        all["client.id"] = self.clientID
        all.merge(self.security.settings) { $1 }
        all.merge(self.settings) { $1 }
        return all
    }

    /// What every client sets. `reconnect.backoff.max.ms`: the default keeps a client away up to 10 s after the broker is back.
    static let common = [
        "socket.nagle.disable": "true", "reconnect.backoff.ms": "50", "reconnect.backoff.max.ms": "1000",
    ]
}
