package import Chassis
import Crypto
import Glibc
package import HTTP
import JSON
import Kafka
package import LocalServers
import Observability
package import TestSupport

/// One process of a service, started as operators do.
package struct ServiceRun: Sendable {
    /// The process.
    package let child: ChildProcess
    private let name: String
    private let logFile: String

    /// The origin that processes are told, and who signs tokens for them.
    package static let origin = "https://cairn.test"

    /// A bearer token of a visitor, as the processes believe it.
    package static func token(_ visitor: Visitor, origin: String = Self.origin) throws -> String {
        try Self.signer(ServiceEnvironment.tokenType, origin: origin).token(
            claiming: visitor.claims, audience: ServiceEnvironment.audience, from: WallTime.now(), for: .seconds(600))
    }

    /// The cookie of a visitor who is signed in.
    package static func session(_ visitor: Visitor, origin: String = Self.origin) throws -> String {
        try Self.signer(ServiceEnvironment.sessionType, origin: origin).token(
            claiming: visitor.claims, audience: ServiceEnvironment.audience, from: WallTime.now(), for: .seconds(600))
    }

    /// Whoever signs tokens of a type.
    package static func signer(_ type: String, origin: String = Self.origin) throws -> TokenSigner {
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 1, count: 32))
        return TokenSigner(key: key, keyID: "test", issuer: origin, type: type)
    }

    /// Where a service runs.
    package struct Place: Sendable {
        package let database: TestDatabase
        /// Where processes keep their files.
        package let folder: String
        /// The broker's address and the id of its log.
        package let broker: String
        package let logID: String
        /// The site that processes are told.
        package let origin: String

        /// A place from its parts.
        package init(database: TestDatabase, folder: String, broker: String, logID: String, origin: String = ServiceRun.origin) {
            (self.database, self.folder, self.broker, self.logID, self.origin) = (database, folder, broker, logID, origin)
        }
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

    /// Starts a service in one mode, with its own flags and variables beside those that every service needs.
    package static func start(
        _ service: String, _ mode: RunMode, at place: Place, flags: [String] = [], environment: [String: String] = [:]
    ) async throws -> ServiceRun {
        let name = "cairn-\(service)"
        let files = "\(place.folder)/\(UInt32.random(in: 0 ... .max))"
        try BrokerFile(address: place.broker, logID: place.logID, startedAt: WallTime.now()).write(path: "\(files)-broker.json")
        let keys: JSON = ["keys": [try Self.signer(ServiceEnvironment.tokenType).jwk]]
        guard let stream = fopen("\(files)-keys.json", "wb") else { throw ServiceEnded(log: "\(files)-keys.json cannot be written") }
        fputs(keys.description, stream)
        fclose(stream)
        var command = LocalServers.Command(
            try Self.program(name),
            [
                "--run", mode.rawValue, "--http-port", "0", "--operations-port", "0", "--tokens-keys", "\(files)-keys.json",
                "--kafka-broker-file", "\(files)-broker.json", "--lease-heartbeat", "250ms", "--lease-dead", "1s", "--public-url",
                place.origin,
            ] + flags)
        command.withheld = ["CAIRN_SHARED"]  // the tests' own; a service refuses variables that it does not know
        command.environment = environment
        if mode.answersRequests { command.environment["CAIRN_DATABASE_ADDRESS"] = place.database.connectionString(as: "\(service)_http") }
        if mode.appliesEvents {
            command.environment["CAIRN_DATABASE_EVENTS_ADDRESS"] = place.database.connectionString(as: "\(service)_events")
        }
        command.output = .appended(to: "\(files).log")
        return ServiceRun(child: try await ChildProcess.start(command), name: name, logFile: "\(files).log")
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
        let place = ServiceRun.Place(
            database: self.database, folder: self.folder, broker: broker ?? self.broker.address, logID: self.broker.logID)
        return try await ServiceRun.start(self.schema.name, mode, at: place, flags: flags, environment: environment)
    }
}

/// The program ended when it should run.
package struct ServiceEnded: Error {
    /// What it had written.
    package let log: String
}
