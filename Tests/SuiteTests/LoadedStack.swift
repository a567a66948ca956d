import Chassis
import Crypto
import Glibc
import HTTP
import JSON
import LocalServers
import Observability
import TestSupport
import Testing

@testable import cairn

/// A stack that has told a short story, with visitors of every service who are about to ask.
struct LoadedStack: Sendable {
    let run: StackRun
    let load: StackLoad
    /// What runs of the services.
    let processes: [ServiceProcess]

    private static let learner = "S241147"

    /// Starts one, with so many processes of each service for requests; ends it after the closure, and sees that it left nothing behind.
    static func running(httpProcesses: Int, _ body: (LoadedStack) async throws -> Void) async throws {
        let demo = try await DemoCopy.of([Substring(Self.learner), "S232260", "S231490"])
        let folder = try TestFolder.new()
        let run = try await StackRun.running(
            in: folder, port: StackRun.freePort(), ["--from", demo.path, "--http-processes", String(httpProcesses)])
        try await run.says("One credential, with every check:")
        #expect(try run.output.contains("\nEvery line holds.\n"))
        var limits = HTTPClient.Configuration()
        limits.threads = 10
        let client = HTTPClient(configuration: limits)
        let site = SiteClient(url: "http://localhost:\(run.port)", client: client)
        let stack = LoadedStack(
            run: run, load: StackLoad(site, try await Self.questions(of: site, in: folder, demo: demo.path)),
            processes: ServiceProcess.all(of: SuiteService.all, answering: httpProcesses))
        let result: Result<Void, any Error>
        do { result = .success(try await body(stack)) } catch { result = .failure(error) }
        await client.shutdown()
        #expect(await run.child.stop(.interrupt, grace: .seconds(25)) == .exited(0))
        #expect(StackRun.processes(of: folder) == [])
        try result.get()
    }

    /// One that reads and one that writes, for each service.
    private static func questions(of site: SiteClient, in folder: String, demo: String) async throws -> [StackLoad.Question] {
        let local = try LocalSite.read(folder)
        let made = try JSON(parsing: SharedFiles.contents(of: folder + "/demo.json"))
        let badge = try JSON(parsing: SharedFiles.contents(of: folder + "/badge.json"))
        let story = try DemoFolder.read(demo)
        let role = try #require(story.roles.first)
        func id(_ kind: String, _ code: String) throws -> String { try #require(made[kind]?[code]?.string) }
        func bearer(_ visitor: Visitor) -> SiteClient.Caller { .bearer(local.bearer(visitor, at: WallTime.now(), for: .seconds(3_600))) }
        let staff = bearer(.staff(.init(college: story.college.number, scopes: VisitorScopes.staff)))
        let employer = bearer(.employer(role.employer, scopes: VisitorScopes.employer))
        let ticket = SignInTicket(bearer: .learner(college: story.college.number, student: Self.learner))
        let learner = try await site.signIn(by: local.ticket(ticket, at: WallTime.now(), for: .seconds(600), from: SystemRandom()))
        let (writing, project) = (try id("achievements", "TECH-WRITING"), try id("achievements", "BUILDING-PROJECT"))
        let until = (WallTime.now() + .seconds(86_400)).description
        let slowly = Duration.milliseconds(100)
        return [
            .init(
                name: "issuer GET", method: .get, path: "/issuer/api/v1/credentials?student_id=\(Self.learner)&achievement=PV-MOUNTING",
                caller: staff),
            .init(name: "wallet GET", method: .get, path: "/wallet/api/v1/items", caller: learner),
            .init(name: "pathway GET", method: .get, path: "/pathway/api/v1/pathways?college=\(story.college.number)", caller: staff),
            .init(
                name: "matching GET", method: .get, path: "/matching/api/v1/roles/\(try id("roles", role.code))/matches?limit=10",
                caller: employer),
            .init(name: "verifier GET", method: .get, path: "/verifier/api/v1/issuers", caller: .nobody),
            .init(
                name: "issuer POST", method: .post, path: "/issuer/api/v1/credentials", caller: staff,
                body: { ["student": .string("L\($0)"), "achievement": .string(writing), "completedOn": "2026-01-15"] }, pause: slowly),
            .init(
                name: "wallet POST", method: .post, path: "/wallet/api/v1/consents", caller: learner,
                body: { number in
                    let digits = String(number)
                    let employer = "018f0000-0000-7000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
                    return [
                        "employer": .string(employer), "purpose": "matching", "what": ["skills", "credentials"], "until": .string(until),
                    ]
                }, pause: slowly),
            .init(
                name: "pathway POST", method: .post, path: "/pathway/api/v1/pathways", caller: staff,
                body: { number in
                    [
                        "code": .string("LOAD-\(number)"), "name": "One project", "description": "One project.",
                        "requirement": ["achievement": .string(project)],
                    ]
                }, pause: slowly),
            .init(
                name: "matching POST", method: .post, path: "/matching/api/v1/roles", caller: employer,
                body: { number in
                    guard var order = role.order.object else { return nil }
                    order["code"] = .string("LOAD-\(number)")
                    return .object(order)
                }, pause: slowly),
            .init(
                name: "verifier POST", method: .post, path: "/verifier/api/v1/verifications", caller: .nobody, body: { _ in badge },
                pause: slowly),
        ]
    }

    /// The services' processes that run now, by their ids.
    func serviceIDs() -> Set<Int32> {
        Set(
            SharedProcesses.all().filter { id, command in
                let program = command.split(separator: " ").first?.split(separator: "/").last ?? ""
                return SharedProcesses.parent(of: id) == self.run.child.id && program.hasPrefix("cairn-")
            }.map(\.0))
    }

    /// The workers of nginx, by their ids.
    func siteWorkers() throws -> Set<Int32> {
        let master = try self.run.process(of: "nginx")
        return Set(SharedProcesses.all().map(\.0).filter { SharedProcesses.parent(of: $0) == master })
    }

    /// A counter of all processes, each by its labels.
    func counters(_ name: String) async throws -> [ServiceProcess: [String: Int]] {
        var counters: [ServiceProcess: [String: Int]] = [:]
        for process in self.processes { counters[process] = try await self.counter(name, of: process) }
        return counters
    }

    /// A counter of one process, by its labels.
    func counter(_ name: String, of process: ServiceProcess) async throws -> [String: Int] {
        let operations = SiteClient(
            url: "http://localhost:\(StackPorts(site: self.run.port).operations(of: process))", client: self.load.site.client)
        let text = String(decoding: try await operations.answer(.get, "/metrics", as: .nobody).body, as: UTF8.self)
        var values: [String: Int] = [:]
        for line in text.split(separator: "\n") where line.hasPrefix(name + "{") {
            let parts = line.split(separator: " ")
            if let value = parts.last.flatMap({ Int($0) }) { values[String(parts[0])] = value }
        }
        return values
    }

    /// Waits until every process that is there for requests has answered some.
    func everyoneAnswers() async throws {
        for process in self.processes where process.answersRequests {
            try await eventually("\(process.name) answers") {
                try await self.counter("http_requests_total", of: process).values.reduce(0, +) > 0
            }
        }
    }

    /// Sees that nothing is lost, double or foreign, and that each credential that was confirmed is there.
    func expectSound(_ record: StackLoad.Record) async throws {
        let check = try await StackRun.cairn(["check", "--folder", self.run.folder])
        #expect(check.code == 0 && check.output.hasSuffix("lost 0, double 0, foreign 0\n"), "\(check.output)")
        let found = try await self.sql("SELECT id FROM issuer.credential").split(separator: "\n").map(String.init)
        #expect(record.issued.subtracting(found) == [])
    }

    /// Asks the stack's database as its owner.
    func sql(_ text: String) async throws -> String {
        let stack = try JSON(parsing: SharedFiles.contents(of: self.run.folder + "/stack.json"))
        var psql = LocalServers.Command("psql", ["-XqAt", "-v", "ON_ERROR_STOP=1", try #require(stack["database"]?["owner"]?.string)])
        psql.input = Array(text.utf8)
        return try await ChildProcess.run(psql)
    }
}
