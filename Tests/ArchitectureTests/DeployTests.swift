import TestSupport
import Testing

@Suite struct `What is deployed` {
    private let compose: ComposeFile
    private let tree: SourceTree

    init() throws {
        self.compose = try ComposeFile()
        self.tree = try SourceTree()
    }

    /// The programs of the manifest's services.
    private var services: [String] { self.tree.targets.filter { $0.kind == "service" }.map { $0.name.lowercased() } }

    private static func text(_ path: String) throws -> String {
        String(decoding: try SharedFiles.contents(of: "\(SharedFiles.packageRoot)/\(path)"), as: UTF8.self)
    }

    @Test func `runs every service twice: for requests and for events`() {
        #expect(self.services.count >= 2)
        for service in self.services {
            let entries = self.compose.entries(of: "cairn-\(service)")
            #expect(entries.map(\.name) == ["\(service)-http", "\(service)-events"])
            #expect(entries.map { $0.environment["CAIRN_RUN"] } == ["http", "events"])
        }
    }

    @Test func `gives every service settings that it declares, and all that it cannot do without`() async throws {
        for service in self.services {
            let help = try await ProgramHelp(of: "cairn-\(service)")
            #expect(help.settings.contains { $0.isNeeded })
            for entry in self.compose.entries(of: "cairn-\(service)") {
                let unknown = Set(entry.environment.keys).subtracting(help.variables)
                #expect(unknown.isEmpty, "\(entry)")
                let missing = help.settings.filter { $0.isNeeded && !$0.isGiven(in: entry.environment) }.map(\.variable)
                #expect(missing.isEmpty, "\(entry)")
                let byMode =
                    entry.environment["CAIRN_RUN"] == "http"
                    ? ["CAIRN_DATABASE_ADDRESS_FILE"] : ["CAIRN_DATABASE_EVENTS_ADDRESS_FILE", "CAIRN_KAFKA_BROKERS"]
                #expect(byMode.allSatisfy { entry.environment[$0] != nil }, "\(entry)")
            }
        }
    }

    @Test func `gives the operators' program no setting of a service, which it would refuse`() {
        let entries = self.compose.entries(of: "cairn")
        #expect(entries.map { $0.command.dropFirst().first } == ["migrate", "topics"])
        #expect(entries.allSatisfy { $0.environment.isEmpty })
    }

    @Test func `keeps secrets in files, lent to those who need them and to nobody else`() async throws {
        for service in self.services {
            let secret = try await ProgramHelp(of: "cairn-\(service)").settings.filter { $0.fileVariable != nil }.map(\.variable)
            for entry in self.compose.entries(of: "cairn-\(service)") {
                #expect(secret.allSatisfy { entry.environment[$0] == nil }, "\(entry)")
            }
        }
        for entry in self.compose.entries {
            let words = entry.command + entry.environment.values
            let used = words.filter { $0.hasPrefix("/run/secrets/") }.map { String($0.dropFirst("/run/secrets/".count)) }
            #expect(used.sorted() == entry.secrets.sorted(), "\(entry)")
        }
        #expect(Set(self.compose.entries.flatMap(\.secrets)) == Set(self.compose.secrets.keys))
        #expect(self.compose.secrets.allSatisfy { $0.value == "${SECRETS_FOLDER:-.cairn/compose}/\($0.key)" })
    }

    @Test func `asks each service for its health, and sends it requests, at the ports where it listens`() async throws {
        let (site, upstreams) = (try Self.text("deploy/nginx.conf"), try Self.text("deploy/compose/upstreams.conf"))
        for service in self.services {
            let help = try await ProgramHelp(of: "cairn-\(service)")
            let (http, operations) = (try #require(try help.port(of: "--http-port")), try #require(try help.port(of: "--operations-port")))
            for entry in self.compose.entries(of: "cairn-\(service)") {
                #expect(entry.healthCheck == ["CMD", "healthy", String(operations)], "\(entry)")
            }
            #expect(upstreams.contains("upstream \(service) { server \(service)-http:\(http) max_fails=0; }"))
            #expect(site.contains("location /\(service)/ { proxy_pass http://\(service); }"))
        }
    }

    @Test func `has an image with every program and what its libraries need`() throws {
        let (image, packages) = (try Self.text("deploy/Dockerfile"), try Self.text("deploy/dev"))
        let programs = self.services.map { "cairn-\($0)" } + ["cairn"]
        let line = try #require(image.firstMatch(of: /for program in ([^;]*);/)).output.1
        #expect(Set(programs).isSubset(of: Set(line.split(separator: " ").map(String.init))))
        let libraries = try Self.text("Package.swift").matches(of: /package: "([a-z0-9-]+)"/).map { String($0.output.1) }
        #expect(libraries.count > 5)
        for library in libraries {
            #expect(image.contains(" \(library) "), "\(library)")
            #expect(packages.contains("\n\(library) "), "\(library)")
        }
    }
}
