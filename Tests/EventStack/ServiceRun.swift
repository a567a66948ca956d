package import Chassis
import Crypto
import Glibc
package import HTTP
import JSON
import Kafka
package import LocalServers
import Observability
import TestSupport

/// One process of a service, started as operators do.
package struct ServiceRun: Sendable {
    /// The process.
    package let child: ChildProcess
    private let name: String
    private let logFile: String

    /// The origin that processes are told, and who signs tokens for them.
    package static let origin = "https://cairn.test"

    /// A bearer token of a visitor, as the processes believe it.
    package static func token(_ visitor: Visitor) throws -> String {
        try Self.signer(ServiceEnvironment.tokenType).token(
            claiming: visitor.claims, audience: ServiceEnvironment.audience, from: WallTime.now(), for: .seconds(600))
    }

    /// The cookie of a visitor who is signed in.
    package static func session(_ visitor: Visitor) throws -> String {
        try Self.signer(ServiceEnvironment.sessionType).token(
            claiming: visitor.claims, audience: ServiceEnvironment.audience, from: WallTime.now(), for: .seconds(600))
    }

    private static func signer(_ type: String) throws -> TokenSigner {
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 1, count: 32))
        return TokenSigner(key: key, keyID: "test", issuer: Self.origin, type: type)
    }

    /// Where one of its servers listens, once it does: `http` or `operations`.
    package func client(of server: String = "http") async throws -> HTTPTestClient {
        var found: HTTPTestClient?
        try await eventually("\(self.name).\(server) listens") {
            guard self.child.ending == nil else { throw ServiceEnded(log: try self.log) }
            for line in try self.log.split(separator: "\n") where line.contains("\"listening\"") {
                let event = try JSON(parsing: String(line))
                guard event["label"]?.string == "\(self.name).\(server)", let address = event["address"]?.string,
                    let colon = address.lastIndex(of: ":"), let port = Int(address[address.index(after: colon)...])
                else { continue }
                found = .live(host: String(address[..<colon]), port: port)
            }
            return found != nil
        }
        guard let found else { throw ServiceEnded(log: try self.log) }
        return found
    }

    /// What it has written, line by line an event.
    package var log: String {
        get throws { access(self.logFile, R_OK) == 0 ? String(decoding: try SharedFiles.contents(of: self.logFile), as: UTF8.self) : "" }
    }

    /// Starts a stack's service in one mode, with its own flags and variables beside those that every service needs.
    static func start(
        _ stack: EventStack, _ mode: RunMode, flags: [String], environment: [String: String], broker: String
    ) async throws -> ServiceRun {
        let name = "cairn-\(stack.schema.name)"
        let place = "\(stack.folder)/\(UInt32.random(in: 0 ... .max))"
        try BrokerFile(address: broker, logID: stack.broker.logID, startedAt: WallTime.now()).write(path: "\(place)-broker.json")
        let keys: JSON = ["keys": [try Self.signer(ServiceEnvironment.tokenType).jwk]]
        guard let stream = fopen("\(place)-keys.json", "wb") else { throw ServiceEnded(log: "\(place)-keys.json cannot be written") }
        fputs(keys.description, stream)
        fclose(stream)
        var command = LocalServers.Command(
            try Self.program(name),
            [
                "--run", mode.rawValue, "--http-port", "0", "--operations-port", "0", "--tokens-keys", "\(place)-keys.json",
                "--kafka-broker-file", "\(place)-broker.json", "--lease-heartbeat", "250ms", "--lease-dead", "1s", "--public-url",
                Self.origin,
            ] + flags)
        command.withheld = ["CAIRN_SHARED"]  // the tests' own; a service refuses variables that it does not know
        command.environment = environment
        if mode.answersRequests {
            command.environment["CAIRN_DATABASE_ADDRESS"] = stack.database.connectionString(as: "\(stack.schema.name)_http")
        }
        if mode.appliesEvents {
            command.environment["CAIRN_DATABASE_EVENTS_ADDRESS"] = stack.database.connectionString(as: "\(stack.schema.name)_events")
        }
        command.output = .appended(to: "\(place).log")
        return ServiceRun(child: try await ChildProcess.start(command), name: name, logFile: "\(place).log")
    }

    /// The program lies beside the tests' own.
    private static func program(_ name: String) throws -> String {
        var path = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &path, path.count - 1)
        let text = String(decoding: path[..<max(0, count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/\(name)"
    }
}

extension EventStack {
    /// Starts the built service. Another broker's address, `127.0.0.1:1`, stands for one that is away.
    package func start(
        _ mode: RunMode = .both, flags: [String] = [], environment: [String: String] = [:], broker: String? = nil
    ) async throws -> ServiceRun {
        try await ServiceRun.start(self, mode, flags: flags, environment: environment, broker: broker ?? self.broker.address)
    }
}

/// The program ended when it should run.
package struct ServiceEnded: Error {
    /// What it had written.
    package let log: String
}
