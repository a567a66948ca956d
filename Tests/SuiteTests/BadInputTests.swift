import Chassis
import CloudEvents
import EventStack
import HTTP
import JSON
import Observability
import TestSupport
import Testing

/// What no route may be sent, sent to every route that could take it. The verifier's API takes documents of anybody's and judges them: its own tests
/// send it those.
@Suite(.enabled(if: TestTier.isAll && StackRun.isWhole)) struct `Bad input, at every route` {
    /// Routes of the API that take no body.
    private static let bodiless = ["/issue", "/withdraw", "/end", "/close"]

    @Test func `is refused by an error that names the place, and nothing of it stays`() async throws {
        try await WallStack.run { stack in
            try await eventually("the colleges are open") { try await stack.number("SELECT count(*) FROM issuer.status_list") == 4 }
            let before = try await Self.counts(stack)
            let api = try await WallRoute.all().filter { $0.path.contains("/api/") && $0.service != "verifier" }
            let posts = api.filter { route in
                route.method == .post && route.path != "/issuer/api/v1/batches" && !Self.bodiless.contains(where: route.path.hasSuffix)
            }
            #expect(posts.count >= 11, "\(posts)")
            for route in posts {
                let visitor = Self.visitor(of: route)
                func answer(_ body: String) async throws -> ReceivedResponse {
                    try await stack.send(
                        route.service, .post, Self.target(of: route), as: visitor, type: "application/json", body: Array(body.utf8),
                        key: "k")
                }
                let bomb = try await answer(String(repeating: "[", count: 20_000))
                #expect(bomb.status == .badRequest && bomb.code == "json-malformed", "\(route): \(bomb.text)")
                #expect(bomb.json["detail"]?.string?.contains("line 1, column 65") == true, "\(route): \(bomb.text)")
                let cut = try await answer("{\n  \"name\": nul")
                #expect(
                    cut.code == "json-malformed" && cut.json["detail"]?.string?.contains("line 2, column") == true, "\(route): \(cut.text)")
                let twice = try await answer("{\"reason\": 1, \"reason\": 2}")
                #expect(
                    twice.code == "json-malformed" && twice.json["detail"]?.string?.contains("reason") == true, "\(route): \(twice.text)")
                let unknown = try await answer(Self.good(route).dropLast() + ", \"surprise\": 1}")
                #expect(unknown.status == .unprocessableContent && unknown.code == "fields-invalid", "\(route): \(unknown.text)")
                let pointers = (unknown.json["errors"]?.array ?? []).compactMap { $0["pointer"]?.string }
                #expect(pointers.contains("#/surprise"), "\(route): \(unknown.text)")
                let large = try await answer("{\"name\": \"\(String(repeating: "x", count: 2 << 20))\"}")
                #expect(large.status == .contentTooLarge && large.code == "too-large", "\(route): \(large.text.prefix(300))")
            }
            for route in api {
                let answer = try await Self.late(route, stack)
                #expect(answer.status == .unauthorized && answer.code == "token-refused", "\(route): \(answer.text)")
                #expect(answer.json["detail"]?.string?.contains("expired") == true && answer.headers[.wwwAuthenticate] != nil)
            }
            #expect(try await Self.counts(stack) == before)
        }
    }

    /// A body that the route could take.
    private static func good(_ route: WallRoute) -> String {
        let id = "00000000-0000-7000-8000-000000000000"
        return switch route.path.split(separator: "/").last {
        case "campuses": #"{"code": "X", "name": "X"}"#
        case "achievements": #"{"name": "X", "description": "X", "criteria": "X"}"#
        case "credentials": #"{"student": "S-1", "achievement": "\#(id)", "completedOn": "2026-05-30"}"#
        case "decide": #"{"decision": "keep", "reason": "X"}"#
        case "consents": #"{"employer": "\#(id)", "purpose": "matching", "what": ["skills"], "until": "2027-01-01T00:00:00Z"}"#
        case "shares": #"{"items": ["\#(id)"], "until": "2027-01-01T00:00:00Z"}"#
        case "pathways": #"{"code": "X", "name": "X", "requirement": {"achievement": "\#(id)"}}"#
        case "roles":
            #"{"employerName": "X", "title": "X", "requirements": [{"name": "X", "framework": "o", "code": "x", "importance": 3, "isMust": false}]}"#
        default: #"{"reason": "X"}"#
        }
    }

    /// Somebody who may do all that the service offers.
    private static func visitor(of route: WallRoute) -> Visitor {
        switch route.service {
        case "wallet": .learner(college: 1, person: UUIDValue(high: 1, low: 1))
        case "matching": WallPeople.employer(WallPeople.employers[0])
        default: WallPeople.staff(1)
        }
    }

    /// The route's address, naming what is not there.
    private static func target(of route: WallRoute) -> String {
        route.path.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.contains("{") ? "00000000-0000-7000-8000-000000000000" : String($0) }.joined(separator: "/")
    }

    /// What the route says to a token that ended an hour ago.
    private static func late(_ route: WallRoute, _ stack: WallStack) async throws -> ReceivedResponse {
        let token = try ServiceRun.signer(ServiceEnvironment.tokenType, origin: WallStack.origin).token(
            claiming: Self.visitor(of: route).claims, audience: ServiceEnvironment.audience, from: WallTime.now() + .seconds(-7_200),
            for: .seconds(3_600))
        guard let client = stack.clients[route.service] else { preconditionFailure("there are five services") }
        return try await client.execute(
            Self.target(of: route), method: route.method, headers: [.authorization: "Bearer \(token)", .contentType: "application/json"])
    }

    /// How many rows each table of each service has, those aside that say how far events are.
    private static func counts(_ stack: WallStack) async throws -> [String] {
        let tables = try await stack.rows(
            """
            SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname IN ('issuer', 'matching', 'pathway', 'wallet')
                AND c.relname NOT IN ('inbox', 'inbox_version', 'issuer', 'member', 'relay', 'status_list') ORDER BY 1
            """)
        return try await stack.rows(tables.map { "SELECT '\($0) ' || count(*) FROM \($0)" }.joined(separator: " UNION ALL "))
    }
}
