import HTTP
import JSON
import LocalServers
import TestSupport
import Testing

@testable import cairn

/// What the README says of an installation on servers that were there before it.
@Suite(.enabled(if: TestTier.isAll && StackRun.isWhole && SharedFiles.has("kafka/libs")), .timeLimit(.minutes(5)))
struct `On one's own PostgreSQL and Kafka` {
    /// The lines of the README that say where all is; these are somebody else's.
    private static let own = 5

    @Test func `the README's lines bring up five services that hear of each other`() async throws {
        let (folder, lines) = (try TestFolder.new(), try Self.lines())
        #expect(lines.prefix(Self.own).allSatisfy { $0.contains("=") && $0.contains("  # ") })
        let kafka = try await KafkaServer.start(in: try TestFolder.new(), home: SharedFiles.root + "/kafka")
        try await TestPostgres.withOwn { postgres in
            let database = "host=127.0.0.1 port=\(postgres.port) dbname=cairn"
            // Not as the stack's own would be: rows come in the order of a language.
            try await postgres.execute(
                "CREATE DATABASE cairn TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C.UTF-8'")
            let owner = try postgres.connectionString(database: "cairn")
            let here = [
                "printf '%s' '\(owner)' >\(folder)/owner",
                "database='\(database)' owner=\(folder)/owner brokers=\(kafka.address) copies=1 secrets=\(folder)/secrets",
            ]
            let run = try await Self.start(here + lines.dropFirst(Self.own).map(String.init), in: folder)
            do { try await Self.expectAll(of: run, in: folder) } catch {
                await run.child.stop(.terminate, grace: .seconds(25))
                throw error
            }
            await run.child.stop(.terminate, grace: .seconds(25))
        }
        await kafka.stop()
        try await eventually("nothing of it runs") { StackRun.processes(of: folder).isEmpty }
    }

    /// The bash lines of the README's section.
    private static func lines() throws -> [Substring] {
        let text = String(decoding: try SharedFiles.contents(of: SharedFiles.packageRoot + "/README.md"), as: UTF8.self)
        let section = try #require(text.ranges(of: "\n## On your own PostgreSQL and Kafka\n").first).upperBound
        let begin = try #require(text[section...].firstRange(of: "\n```bash\n")).upperBound
        let end = try #require(text[begin...].firstRange(of: "\n```\n")).lowerBound
        return text[begin..<end].split(separator: "\n", omittingEmptySubsequences: false)
    }

    private struct Run {
        let child: ChildProcess
        let log: String

        /// The addresses where one of the services listens: for requests, and for operators.
        func addresses(of service: String) throws -> (http: String, operations: String)? {
            var found: [String: String] = [:]
            for line in try self.output.split(separator: "\n") {
                guard let entry = try? JSON(parsing: Array(line.utf8)), entry["message"] == "listening", let label = entry["label"]?.string
                else { continue }
                found[label] = entry["address"]?.string
            }
            guard let http = found["cairn-\(service).http"], let operations = found["cairn-\(service).operations"] else { return nil }
            return ("http://\(http)", "http://\(operations)")
        }

        var output: String { get throws { String(decoding: try SharedFiles.contents(of: self.log), as: UTF8.self) } }
    }

    /// Runs the lines at free ports. They end when it is told to end, and all that they have started.
    private static func start(_ lines: [String], in folder: String) async throws -> Run {
        let frame = ["set -euo pipefail", "trap 'kill $(jobs -p) 2>/dev/null || true; wait' EXIT", "trap 'exit 0' TERM"]
        // The services alone are told so: `cairn` refuses what it does not know.
        let ports = "export CAIRN_HTTP_PORT=0 CAIRN_OPERATIONS_PORT=0"
        let script = (frame + lines.map { $0.hasPrefix("serve() {") ? "\(ports)\n\($0)" : $0 }).joined(separator: "\n")
        var command = Command("bash", ["-c", script])
        command.folder = SharedFiles.packageRoot
        command.withheld = ["CAIRN_SHARED"]
        command.deathSignal = .terminate
        command.environment = ["PATH": try StackRun.programs() + ":/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"]
        let log = folder + "/log"
        command.output = .appended(to: log)
        return Run(child: try await ChildProcess.start(command), log: log)
    }

    private static func expectAll(of run: Run, in folder: String) async throws {
        let client = HTTPClient()
        let services = ["issuer", "verifier", "wallet", "pathway", "matching"]
        /// The body of an answer; nil when there is none, or it is a refusal.
        func answer(_ site: String, _ path: String) async -> String? {
            let answer = try? await SiteClient(url: site, client: client).answer(.get, path, as: .nobody)
            return answer.map { String(decoding: $0.body, as: UTF8.self) }
        }
        do {
            for service in services {
                try await eventually("the \(service) is ready") {
                    if run.child.ending != nil { throw StackEnded(output: try run.output) }
                    guard let found = try run.addresses(of: service) else { return false }
                    return await answer(found.operations, "/health/ready") != nil
                }
            }
            // The issuer has opened the college, and the verifier hears of it by Kafka alone.
            let verifier = try #require(try run.addresses(of: "verifier"))
            try await eventually("the verifier knows the college") {
                await answer(verifier.http, "/verifier/api/v1/issuers")?.contains("North Valley College") == true
            }
            let check = try await StackRun.cairn(["check", "--check-addresses", folder + "/secrets/check_addresses"])
            #expect(check.code == 0 && check.output.hasSuffix("lost 0, double 0, foreign 0\n"), "\(check.output)")
        } catch {
            await client.shutdown()
            throw error
        }
        await client.shutdown()
    }
}
