import Catalogue
import Chassis
import CloudEvents
import Configuration
import Credentials
import EventStack
import Events
import HTTP
import JSON
import Observability
import Postgres
import TestSupport
import Testing

@testable import cairn_verifier

@Suite struct `The verifier's catalogue` {
    @Test func `lists its issuers to everybody, page by page`() async throws {
        let colleges = try (1...203).map { try TestCollege(seed: UInt8($0)) }
        try await FilledVerifier.with(colleges) { verifier in
            try await verifier.keep(achievements: [colleges[0].achievement(version: 2, state: .retired)])
            let first = try await verifier.client.execute("/verifier/api/v1/issuers")
            let page = try JSON(parsing: first.body)
            #expect(first.status == .ok && page["issuers"]?.array?.count == 200)
            let next = try #require(page["next"]?.string)
            let second = try JSON(parsing: try await verifier.client.execute("/verifier/api/v1/issuers?after=\(next)").body)
            #expect(second["issuers"]?.array?.count == 3 && second["next"] == nil)
            let all = (page["issuers"]?.array ?? []) + (second["issuers"]?.array ?? [])
            #expect(all.compactMap { $0["id"]?.string } == colleges.map(\.did.description).sorted())
            let one = try #require(all.first { $0["id"]?.string == colleges[0].did.description })
            #expect(one["name"]?.string == "College 1" && one["college"]?.int == 1 && one["achievements"]?.int == 0)
            #expect(one["keys"]?.array == [colleges[0].issuer().state.keys[0].json])
            #expect(all.count { $0["achievements"]?.int == 1 } == 202)
        }
    }

    @Test func `is written by the events' login alone, and its inbox seen only as far as needed`() async throws {
        try await FilledVerifier.with([try TestCollege()]) { verifier in
            let refused: [SQL] = [
                "UPDATE issuer SET name = 'x'", "DELETE FROM status_list", "SELECT data FROM parked", "SELECT owner FROM inbox",
                "SELECT data FROM outbox",
            ]
            for statement in refused {
                await #expect(throws: PostgresError.self) { try await verifier.http.transaction { _ = try $0.query(statement) } }
            }
            await #expect(throws: PostgresError.self) { try await verifier.events.transaction { try $0.execute("DELETE FROM issuer") } }
            let check = EventStack.pool(verifier.database, "verifier_check", schema: "verifier")
            let seen = try await check.transaction { try $0.query("SELECT name FROM issuer").count }
            #expect(seen == 1)
            await #expect(throws: PostgresError.self) { try await check.transaction { try $0.execute("UPDATE issuer SET name = 'x'") } }
            await check.stop()
        }
    }

    @Test func `lets no second issuer take another one's identifier`() async throws {
        let college = try TestCollege()
        try await FilledVerifier.with([college]) { verifier in
            let state = college.issuer().state
            let thief = IssuerState(
                issuer: IssuerID("0192f0c1-0000-7000-8000-000000000001")!, college: CollegeID(9), name: "Thief",
                identifier: state.identifier, keys: state.keys)
            await #expect(throws: PostgresError.self) {
                try await verifier.keep(issuers: [IssuerEvent(.published, thief, version: 9, at: college.issued)])
            }
        }
    }

    @Test func `gives no document of an issuer that has a key of an unknown kind`() throws {
        let college = try TestCollege()
        let good = college.issuer().state
        #expect(KnownIssuer(identifier: good.identifier, name: good.name, keys: good.keys).controller?.methods.count == 1)
        let strange = college.issuer(material: "zStrange").state
        #expect(KnownIssuer(identifier: strange.identifier, name: strange.name, keys: strange.keys).controller == nil)
    }

    @Test func `that was damaged by hand is our fault and not the badge's`() async throws {
        let college = try TestCollege()
        try await FilledVerifier.with([college]) { verifier in
            try await verifier.database.execute("UPDATE verifier.issuer SET keys = '[{}]'")
            let answer = try await verifier.post(college.signed().bytes())
            #expect(answer.status == .internalServerError && answer.text.contains("\"fault\""))
        }
    }

    @Test func `tells in health and metrics how old it is`() async throws {
        try await FilledVerifier.with { verifier in
            let check = verifier.service.catalogueCheck
            func health() async throws -> ReceivedResponse {
                let routes = OperationsRoutes(live: [], ready: [check], registry: verifier.service.registry)
                return try await HTTPTestClient.router(routes.responder(logger: Logger(label: "test", handler: NoLog())))
                    .execute("/health/ready")
            }
            try await eventually("the catalogue is fresh") { try await health().status == .ok }
            try await verifier.noteCaughtUp("clock_timestamp() - interval '2 hours'")
            try await eventually("it is stale, and says so") {
                let stale = try await health()
                return stale.status == .serviceUnavailable && stale.text.contains("the catalogue was last read to its end at ")
            }
            #expect(verifier.service.registry.exposition().contains("cairn_verifier_catalogue_age_seconds 72"))
            try await verifier.noteCaughtUp("NULL")
            try await eventually("it says that it was never read") { try await health().text.contains("never been read") }
        }
    }

    @Test func `has a contract that names each route, and no other`() async throws {
        try await FilledVerifier.with { verifier in
            let root = try YAMLDocument(parsing: PackageResources.openapi_yaml).root
            let prefix = try #require(try root["servers"].items().first)["url"].text()
            var declared: Set<String> = []
            for path in try root["paths"].members() {
                for method in try path.value.members() { declared.insert("\(method.name.uppercased()) \(prefix)\(path.name)") }
            }
            let routes = verifier.service.routes.router.routes.filter { $0.path.hasPrefix(VerifierRoutes.prefix) }
            #expect(declared == Set(routes.map(\.description)))
            let answer = try await verifier.client.execute("/verifier/api/v1/openapi.yaml")
            #expect(answer.body == PackageResources.openapi_yaml)
            let headlines = try root["components"]["schemas"]["Verdict"]["properties"]["headline"]["enum"].items().map { try $0.text() }
            #expect(headlines == Headline.allCases.map(\.rawValue))
        }
    }
}
