import Chassis
import Glibc
import HTTP
import JSON
import Messaging
import Observability
import Postgres
import Synchronization
import TestSupport
import Testing

@Suite struct `The port for operators, over a socket` {
    private let logger = Logger(label: "test", handler: RecordedLogs())

    @Test func `says what lives and what is ready, by its checks`() async throws {
        let trouble = Mutex<String?>(nil)
        let routes = OperationsRoutes(
            live: [HealthCheck("a") { nil }], ready: [HealthCheck("a") { nil }, HealthCheck("b") { trouble.withLock { $0 } }],
            registry: MetricsRegistry())
        try await withServer(routes.responder(logger: self.logger)) { client in
            let well = try await client.execute("/health/ready")
            #expect(well.status == .ok && well.headers[.cacheControl] == "no-store")
            #expect(
                try JSON(parsing: well.body) == [
                    "status": "pass", "checks": [["name": "a", "status": "pass"], ["name": "b", "status": "pass"]],
                ])
            trouble.withLock { $0 = "it is away" }
            let ill = try await client.execute("/health/ready")
            #expect(ill.status == .serviceUnavailable)
            #expect(
                try JSON(parsing: ill.body) == [
                    "status": "fail",
                    "checks": [["name": "a", "status": "pass"], ["name": "b", "status": "fail", "detail": "it is away"]],
                ])
            #expect(try await client.execute("/health/live").status == .ok)
            #expect(try await client.execute("/health").status == .notFound)
        }
    }

    @Test func `shows the metrics`() async throws {
        let registry = MetricsRegistry()
        registry.counter("cairn_things_total", help: "Things.").increment(by: 3)
        let routes = OperationsRoutes(live: [], ready: [], registry: registry)
        try await withServer(routes.responder(logger: self.logger)) { client in
            let answer = try await client.execute("/metrics")
            #expect(answer.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(answer.text.contains("\ncairn_things_total 3\n"))
        }
    }

    @Test func `knows whether PostgreSQL answers`() async throws {
        try await withTestDatabase { database in
            let address = try database.connectionString
            let pool = Database(DatabaseSettings(name: "health")) { address }
            let routes = OperationsRoutes(live: [], ready: [.database(pool, within: .seconds(20))], registry: MetricsRegistry())
            try await withServer(routes.responder(logger: self.logger)) { client in
                let well = try await client.execute("/health/ready")
                #expect(well.status == .ok)
                await pool.stop()
                let ill = try await client.execute("/health/ready")
                #expect(ill.status == .serviceUnavailable)
            }
        }
        let nowhere = Database(DatabaseSettings(name: "nowhere")) { "host=/nonexistent dbname=x" }
        let routes = OperationsRoutes(live: [], ready: [.database(nowhere, within: .seconds(20))], registry: MetricsRegistry())
        let answer = try await HTTPTestClient.router(routes.responder(logger: self.logger)).execute("/health/ready")
        #expect(answer.status == .serviceUnavailable && answer.text.contains("PostgreSQL cannot be reached"))
        await nowhere.stop()
    }

    @Test func `counts a database that hangs as one that is away`() async throws {
        try await withTestDatabase { database in
            let address = try database.connectionString
            var settings = DatabaseSettings(name: "busy")
            settings.size = 1
            let pool = Database(settings) { address }
            try await withThrowingTaskGroup(of: Void.self) { group in
                let holds = AsyncStream.makeStream(of: Void.self)
                let answered = Answered()
                group.addTask {
                    try await pool.transaction { transaction in
                        _ = try transaction.query("SELECT 1")
                        holds.continuation.finish()
                        while !answered.isSo { usleep(1_000) }  // the session's own thread: nothing else waits for it
                    }
                }
                for await _ in holds.stream {}
                let routes = OperationsRoutes(live: [], ready: [.database(pool, within: .milliseconds(50))], registry: MetricsRegistry())
                let answer = try await HTTPTestClient.router(routes.responder(logger: self.logger)).execute("/health/ready")
                answered.say()
                #expect(answer.status == .serviceUnavailable)
                try await group.waitForAll()
            }
            await pool.stop()
        }
    }

    @Test func `is alive with events that have nothing to wait for`() async throws {
        let routes = OperationsRoutes(live: [.progress(of: MessagingHealth())], ready: [], registry: MetricsRegistry())
        #expect(try await HTTPTestClient.router(routes.responder(logger: self.logger)).execute("/health/live").status == .ok)
    }

    @Test func `is not where contracts are; a service serves them under its prefix`() async throws {
        let router = Router()
        router.group("/issuer/api/v1").openAPI(Array("openapi: 3.1.0\n".utf8))
        router.group("/issuer").schemas(["role.v1.json"]) { $0 == "role.v1.json" ? Array("{}".utf8) : nil }
        let client = HTTPTestClient.router(router.buildResponder(logger: self.logger, errors: .problems(logger: self.logger)))
        let contract = try await client.execute("/issuer/api/v1/openapi.yaml")
        #expect(contract.text == "openapi: 3.1.0\n" && contract.headers[.contentType] == "application/yaml")
        let tag = try #require(contract.headers[.eTag])
        #expect(try await client.execute("/issuer/api/v1/openapi.yaml", headers: [.ifNoneMatch: tag]).status == .notModified)
        #expect(try await client.execute("/issuer/schemas/role.v1.json").text == "{}")
        #expect(try await client.execute("/issuer/schemas/other.json").status == .notFound)
    }
}

private final class Answered: Sendable {
    private let state = Mutex(false)
    var isSo: Bool { self.state.withLock { $0 } }
    func say() { self.state.withLock { $0 = true } }
}
