/// How a connection to a broker is protected, and who speaks.
public enum KafkaSecurity: Sendable, CustomStringConvertible, CustomReflectable {
    /// No protection: loopback, or a network that protects.
    case plaintext
    /// Both sides show certificates. Paths of PEM files.
    case mutualTLS(authority: String, certificate: String, key: String, keyPassword: String?)
    /// Name and password; `mechanism` is `PLAIN`, `SCRAM-SHA-256` or `SCRAM-SHA-512`. `authority` is a PEM file: nil sends them without TLS.
    ///
    /// SCRAM against Kafka 4 needs librdkafka 2.6.1 or newer.
    case sasl(mechanism: String, username: String, password: String, authority: String?)

    /// The kind and the names, never a password.
    public var description: String {
        switch self {
        case .plaintext: "plaintext"
        case .mutualTLS(_, let certificate, _, _): "mutual TLS with \(certificate)"
        case .sasl(let mechanism, let username, _, let authority):
            "SASL \(mechanism) as \(username)\(authority == nil ? " without TLS" : " over TLS")"
        }
    }

    /// What `dump` may show.
    public var customMirror: Mirror { Mirror(self, children: ["security": self.description]) }

    var settings: [String: String] {
        switch self {
        case .plaintext: return ["security.protocol": "plaintext"]
        case .mutualTLS(let authority, let certificate, let key, let keyPassword):
            var settings = [
                "security.protocol": "ssl", "ssl.ca.location": authority, "ssl.certificate.location": certificate,
                "ssl.key.location": key, "ssl.endpoint.identification.algorithm": "https",
            ]
            settings["ssl.key.password"] = keyPassword
            return settings
        case .sasl(let mechanism, let username, let password, let authority):
            var settings = [
                "security.protocol": authority == nil ? "sasl_plaintext" : "sasl_ssl", "sasl.mechanism": mechanism,
                "sasl.username": username, "sasl.password": password, "ssl.endpoint.identification.algorithm": "https",
            ]
            settings["ssl.ca.location"] = authority
            return settings
        }
    }
}
