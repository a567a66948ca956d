import Chassis
import CloudEvents
import Configuration
import Crypto
import EventStack
import HTTP
import JSON
import LocalServers
import Observability
import TestSupport
import Testing

@testable import cairn_issuer

@Suite struct `Signing in by a link` {
    private static let origin = "http://localhost:8080"

    private func signer(_ type: String, origin: String = Self.origin) throws -> TokenSigner {
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 9, count: 32))
        return TokenSigner(key: key, keyID: "local", issuer: origin, type: type)
    }

    private func ticket(
        _ claims: JSONObject, id: String = "one", type: String = Ticket.tokenType, life: Duration = .seconds(600), begin: WallTime = .now()
    ) throws -> String {
        var claims = claims
        claims["jti"] = .string(id)
        return try self.signer(type).token(claiming: claims, audience: "cairn", from: begin, for: life)
    }

    /// An issuer whose site is this machine's, with a persona.
    private func run(_ body: (IssuerStory, HTTPTestClient) async throws -> Void) async throws {
        try await IssuerStory.run { story in
            let keys = try KeySet([self.signer("").verificationKey])
            func verifier(_ type: String) -> TokenVerifier { TokenVerifier(keys: keys, issuer: Self.origin, audience: "cairn", type: type) }
            let parts = try IssuerParts(
                database: story.http, masterKeys: try MasterKeys(IssuerStory.masterKey), site: Site(origin: Self.origin),
                failpoints: story.failpoints, random: SystemRandom(), now: { WallTime.now() })
            let personas = try JSONDocument(
                parsing: """
                    [{"name": "Rue", "kind": "Registrar", "say": "She issues.", "try": "Look at a credential.",
                      "claims": {"visitor": "staff", "college": 1, "scope": "credential.issue"}, "to": "//evil.example"}]
                    """
            ).decode([Persona].self)
            let signingIn = SigningIn(
                database: story.http, colleges: parts.colleges, tickets: verifier(Ticket.tokenType),
                sessions: try self.signer(ServiceEnvironment.sessionType), now: { WallTime.now() })
            let routes = SignInRoutes(
                signingIn: signingIn, personas: personas, cookie: SessionCookie(isSecure: false), pages: parts.pages.bare,
                now: { WallTime.now() })
            let middleware = StandardMiddleware(
                registry: MetricsRegistry(), tokens: verifier(ServiceEnvironment.tokenType),
                sessions: verifier(ServiceEnvironment.sessionType), origin: Self.origin,
                random: { SystemRandom().bytes(count: $0) }, now: { WallTime.now() })
            let logger = Logger(label: "issuer", level: .error, handler: NoLog())
            let router = parts.router(middleware, signIn: routes)
            let client = HTTPTestClient.router(
                router.buildResponder(logger: logger, errors: .pages(parts.pages.bare, isDemo: true, logger: logger)))
            try await body(story, client)
        }
    }

    private func post(
        _ client: HTTPTestClient, _ path: String, _ form: String, origin: String? = Self.origin
    ) async throws -> ReceivedResponse {
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded", .accept: "text/html"]
        headers[.origin] = origin
        return try await client.execute(path, method: .post, headers: headers, body: Array(form.utf8))
    }

    /// Who a cookie says that one is.
    private func visitor(_ response: ReceivedResponse) throws -> Visitor {
        let cookie = try #require(response.headers[.setCookie])
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
        let token = try #require(cookie.split(separator: ";").first?.split(separator: "=", maxSplits: 1).last)
        let verifier = TokenVerifier(
            keys: try KeySet([self.signer("").verificationKey]), issuer: Self.origin, audience: "cairn",
            type: ServiceEnvironment.sessionType)
        return try Visitor(claims: try verifier.claims(of: String(token), at: .now()))
    }

    @Test func `lets a learner in once, as the person that her student number points to`() async throws {
        try await self.run { story, client in
            let achievement = try await story.achievement()
            #expect(try await story.send(.post, "/issuer/api/v1/credentials", IssuerStory.order(achievement), key: "a").status == .created)
            let person = try await story.sql.execute("SELECT person FROM issuer.person WHERE college = 1")
                .trimmingPrefix { $0 == " " }.split(separator: "\n")[0]
            let text = try self.ticket(["visitor": "learner", "college": 1, "student": "S-100", "name": "Ada <3"])
            for _ in 0..<2 {  // looking at the link does not use it
                let page = try await client.execute("/enter?ticket=\(text)", headers: [.accept: "text/html"])
                #expect(page.status == .ok && page.text.contains("<h1>Sign in as Ada &lt;3</h1>"), "\(page.text)")
            }
            let first = try await self.post(client, "/enter", "ticket=\(text)")
            #expect(first.status == .seeOther && first.headers[.location] == "/wallet/", "\(first.text)")
            #expect(try self.visitor(first) == .learner(college: 1, person: try #require(UUIDValue(person))))
            let second = try await self.post(client, "/enter", "ticket=\(text)")
            #expect(second.status == .forbidden && second.headers[.setCookie] == nil)
            // Whoever opens it now is not asked to sign in by it.
            let again = try await client.execute("/enter?ticket=\(text)", headers: [.accept: "text/html"])
            for page in [second, again] {
                #expect(page.status == .forbidden && page.text.contains("<h1>This link was used already</h1>"), "\(page.text)")
                #expect(page.text.contains("Ask for a new one.") && !page.text.contains("Ada") && !page.text.contains("<form"))
                #expect(page.text.contains("href=\"/demo/people\">"))
            }
            let named = try await client.execute(
                "/demo/people", headers: [.cookie: String(try #require(first.headers[.setCookie]).prefix { $0 != ";" })])
            #expect(named.text.contains("<p>You are signed in as Ada &lt;3, a learner.</p>"))
        }
    }

    @Test func `does not use up the link of a learner whom nobody knows yet`() async throws {
        try await self.run { story, client in
            let text = try self.ticket(["visitor": "learner", "college": 1, "student": "S-100"])
            #expect(try await self.post(client, "/enter", "ticket=\(text)").status == .forbidden)
            let achievement = try await story.achievement()
            #expect(try await story.send(.post, "/issuer/api/v1/credentials", IssuerStory.order(achievement), key: "a").status == .created)
            #expect(try await self.post(client, "/enter", "ticket=\(text)").status == .seeOther)
            let foreign = try self.ticket(["visitor": "learner", "college": 2, "student": "S-100"], id: "two")
            #expect(try await self.post(client, "/enter", "ticket=\(foreign)").status == .forbidden)
        }
    }

    @Test func `lets staff and employers in where they were going, and never to another site`() async throws {
        try await self.run { _, client in
            let employer = "00000000-0000-7000-8000-00000000000a"
            let cases: [(JSONObject, String)] = [
                (["visitor": "staff", "college": 1, "scope": "credential.issue"], "/issuer/"),
                (["visitor": "employer", "employer": .string(employer), "to": "/matching/roles/1?x=2"], "/matching/roles/1?x=2"),
                (["visitor": "employer", "employer": .string(employer), "to": "https://evil.example/"], "/matching/roles"),
                (["visitor": "employer", "employer": .string(employer), "to": "//evil.example/"], "/matching/roles"),
                (["visitor": "employer", "employer": .string(employer), "to": "/\\evil.example/"], "/matching/roles"),
                (["visitor": "employer", "employer": .string(employer), "to": "/a\r\nSet-Cookie: x=y"], "/matching/roles"),
            ]
            for (number, (claims, target)) in cases.enumerated() {
                let answer = try await self.post(client, "/enter", "ticket=\(try self.ticket(claims, id: "t\(number)"))")
                #expect(answer.status == .seeOther && answer.headers[.location] == target, "\(answer.text)")
            }
        }
    }

    @Test func `refuses what is no link, has ended, lives too long, or was posted from elsewhere`() async throws {
        try await self.run { story, client in
            let staff: JSONObject = ["visitor": "staff", "college": 1]
            let refused = [
                "nonsense", try self.ticket(staff, type: ServiceEnvironment.tokenType), try self.ticket(staff, life: .seconds(90_000)),
                try self.ticket(staff, begin: .now() + .seconds(-3_600)), try self.ticket(["visitor": "nobody"]),
                try self.ticket(staff, id: String(repeating: "x", count: 201)), try self.ticket(["visitor": "learner", "college": 1]),
                try self.ticket(["visitor": "learner", "college": -1, "student": "S"]),
            ]
            for text in refused {
                #expect(try await self.post(client, "/enter", "ticket=\(text)").status == .forbidden, "\(text)")
                let page = try await client.execute("/enter?ticket=\(text)", headers: [.accept: "text/html"])
                #expect(page.status == .forbidden && page.text.contains("<h1>This link does not work</h1>"), "\(text)")
            }
            let good = try self.ticket(staff)
            #expect(try await self.post(client, "/enter", "ticket=\(good)", origin: "https://evil.example").status == .forbidden)
            #expect(try await self.post(client, "/enter", "ticket=\(good)", origin: nil).status == .forbidden)
            #expect(try await client.execute("/enter").status == .forbidden)
            #expect(try await story.count("ticket") == 0)
        }
    }

    @Test func `shows the people of a demo, lets anybody be one of them, and out again`() async throws {
        try await self.run { _, client in
            let page = try await client.execute("/demo/people", headers: [.accept: "text/html"])
            #expect(page.status == .ok && page.text.contains("<h1>Who do you want to be?</h1>") && page.text.contains("See Cairn as Rue"))
            let answer = try await self.post(client, "/demo/people", "person=0")
            #expect(answer.status == .seeOther && answer.headers[.location] == "/issuer/")
            #expect(try self.visitor(answer) == IssuerStory.staff(1, ["credential.issue"]))
            #expect(try await self.post(client, "/demo/people", "person=1").status == .unprocessableContent)
            let out = try await self.post(client, "/sign-out", "")
            #expect(out.status == .seeOther && out.headers[.setCookie]?.contains("Max-Age=0") == true)
        }
    }

    @Test func `by links is no way into a site that is not this machine's`() async throws {
        try await withTestDatabase(IssuerStory.template) { sql in
            let path = try TestFolder.new() + "/session.jwk"
            _ = try SigningKeyFile(making: path, keyID: "session", from: SystemRandom())
            let run = try await IssuerRun.start(sql, ["--run", "http", "--issuer-session-key", path, "--issuer-ticket-keys", path])
            #expect(await run.child.wait() == .exited(64))
            #expect(run.log.joined().contains("is for trying out on one machine"))
        }
    }
}
