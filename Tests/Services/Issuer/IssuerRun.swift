import Chassis
import Glibc
import JSON
import LocalServers
import Observability
import Synchronization
import TestSupport

@testable import HTTP
@testable import cairn_issuer

/// One process of the program `cairn-issuer` itself, over a test's database.
final class IssuerRun: Sendable {
    let child: ChildProcess
    private let lines: Lines

    /// What it has written, line by line.
    private final class Lines: Sendable {
        let all = Mutex<[String]>([])
    }

    private init(child: ChildProcess, lines: Lines) {
        self.child = child
        self.lines = lines
    }

    /// Starts it at free ports, in a database that is brought up to date first if wanted.
    static func start(_ sql: TestDatabase, _ flags: [String], migrating: Bool = false) async throws -> IssuerRun {
        let folder = try TestFolder.new()
        let keys = folder + "/keys.json"
        try Self.write(JSON.object(["keys": [try IssuerStory.makeSigner().jwk]]).bytes(), to: keys)
        var command = LocalServers.Command(
            try Self.program(),
            ["--http-port", "0", "--operations-port", "0", "--tokens-keys", keys, "--public-url", IssuerStory.origin] + flags)
        command.withheld = ["CAIRN_SHARED"]  // the tests' own; a service refuses variables that it does not know
        command.environment = [
            "CAIRN_DATABASE_ADDRESS": sql.connectionString(as: "issuer_http"),
            "CAIRN_DATABASE_EVENTS_ADDRESS": sql.connectionString(as: "issuer_events"), "CAIRN_ISSUER_MASTER_KEY": IssuerStory.masterKey,
        ]
        if migrating {
            var migrate = LocalServers.Command(command.program, ["migrate"])
            migrate.withheld = command.withheld
            migrate.environment = ["CAIRN_DATABASE_OWNER_ADDRESS": try sql.connectionString]
            try await ChildProcess.run(migrate)
        }
        let lines = Lines()
        command.output = .lines { line in lines.all.withLock { $0.append(line) } }
        return IssuerRun(child: try await ChildProcess.start(command), lines: lines)
    }

    /// A client of its routes, once it listens.
    func client(of label: String = "cairn-issuer.http") async throws -> HTTPTestClient { .live(try await self.address(of: label)) }

    /// Where its routes are, once it listens.
    func address(of label: String = "cairn-issuer.http") async throws -> SocketAddress {
        var address: SocketAddress?
        try await eventually("\(label) listens") {
            if let ending = self.child.ending { throw Ended(ending: "\(ending)", lines: self.log) }
            address =
                self.log.lazy.compactMap { line in
                    guard let event = try? JSON(parsing: line),  // a line that is no event names no address
                        event["label"]?.string == label, event["message"]?.string == "listening",
                        let text = event["address"]?.string, let colon = text.lastIndex(of: ":"),
                        let port = Int(text[text.index(after: colon)...])
                    else { return nil }
                    return SocketAddress(host: String(text[..<colon]), port: port)
                }.first
            return address != nil
        }
        guard let address else { throw Ended(ending: "no address", lines: self.log) }
        return address
    }

    var log: [String] { self.lines.all.withLock { $0 } }

    struct Ended: Error {
        let ending: String
        let lines: [String]
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        guard let file = fopen(path, "wb") else { throw Ended(ending: "no file \(path)", lines: []) }
        defer { fclose(file) }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Ended(ending: "not written: \(path)", lines: []) }
    }

    /// The program lies beside the tests' own.
    private static func program() throws -> String {
        var path = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &path, path.count - 1)
        let text = String(decoding: path[..<max(0, count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/cairn-issuer"
    }
}
