import Chassis
import CloudEvents
import Crypto
import HTTP
import JSON
import Observability
import Testing

@Suite struct `Routes behind the visitor middleware, over a socket` {
    private let issuer: TestIssuer
    private let responder: any HTTPResponder
    private let staff = Visitor.staff(.init(college: 17, scopes: ["credential.issue"]))
    private let learner = Visitor.learner(college: 17, person: UUIDValue(high: 1, low: 2))

    init() throws {
        self.issuer = try TestIssuer()
        let router = Router(context: ServiceContext.self)
        let middleware = StandardMiddleware(
            registry: MetricsRegistry(), tokens: try self.issuer.verifier, sessions: try self.issuer.sessionVerifier,
            origin: "https://cairn.test", random: { [UInt8](repeating: 7, count: $0) }, now: { TestIssuer.now })
        middleware.add(to: router)
        router.get("/who") { _, context in HTTPResponse(body: .text(context.visitor.kind)) }
        router.post("/colleges/{college}/credentials") { _, context in
            let college = try context.parameters.require("college", as: Int32.self)
            _ = try context.visitor.staff(of: college, with: "credential.issue")
            return HTTPResponse(status: .created)
        }
        router.get("/mine") { _, context in HTTPResponse(body: .text("\(try context.visitor.learner().person)")) }
        let logger = Logger(label: "test", handler: RecordedLogs())
        self.responder = router.buildResponder(logger: logger, errors: .problems(logger: logger))
    }

    @Test func `know who asks by token, by cookie, or not at all`() async throws {
        let session = self.issuer.sessions.token(claiming: self.learner.claims, audience: "cairn", from: TestIssuer.now, for: .seconds(60))
        try await withServer(self.responder) { client in
            #expect(try await client.execute("/who").text == "anonymous")
            #expect(try await client.execute("/who", headers: [.authorization: "Bearer \(self.issuer.token(self.staff))"]).text == "staff")
            #expect(try await client.execute("/who", headers: [.authorization: "bearer  \(self.issuer.token(self.staff))"]).text == "staff")
            let own = try await client.execute("/who", headers: [.cookie: "a=b; cairn_session=\(session)"])
            #expect(own.text == "learner" && own.headers[.cacheControl] == "private, no-store")
            #expect(
                try await client.execute("/mine", headers: [.cookie: "cairn_session=\(session)"]).text
                    == "00000000-0000-0001-0000-000000000002")
        }
    }

    @Test func `refuse bearer tokens that are not believed, with 401 and the reason`() async throws {
        let good = self.issuer.token(self.staff)
        let parts = good.split(separator: ".").map(String.init)
        let hour = Duration.seconds(3_600)
        let stranger = try TestIssuer(seed: 2)
        let none = Base64.url.encode(JSON.object(["alg": "none", "kid": "k1", "typ": "at+jwt"]).bytes())
        let tokens: [(String, String)] = [
            (self.issuer.token(self.staff, from: TestIssuer.now + .seconds(-7_200)), "expired"),
            (self.issuer.token(self.staff, from: TestIssuer.now + hour), "not valid yet"),
            (self.issuer.token(self.staff, audience: "other"), "meant for somebody else"), ("\(none).\(parts[1]).", "another algorithm"),
            (stranger.token(self.staff), "signature"), (try TestIssuer(keyID: "k9").token(self.staff), "not known"),
            (try TestIssuer(issuer: "x").token(self.staff), "not believed"),
            ("\(parts[0]).\(Base64.url.encode(Array("{}".utf8))).\(parts[2])", "signature"),
            (String(repeating: "A", count: 5_000), "5000 bytes"), ("", "well formed"),
            (self.issuer.sessions.token(claiming: self.staff.claims, audience: "cairn", from: TestIssuer.now, for: hour), "another type"),
            (self.issuer.tokens.token(claiming: ["visitor": "root"], audience: "cairn", from: TestIssuer.now, for: hour), "claim visitor"),
        ]
        try await withServer(self.responder) { client in
            for (token, part) in tokens {
                let answer = try await client.execute("/who", headers: [.authorization: "Bearer \(token)"])
                #expect(answer.status == .unauthorized && answer.headers[.contentType] == "application/problem+json", "\(part)")
                #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Bearer error=\"invalid_token\"") == true)
                let problem = try JSON(parsing: answer.body)
                #expect(problem["code"] == "token-refused" && problem["detail"]?.string?.contains(part) == true, "\(problem)")
            }
            #expect(try await client.execute("/who", headers: [.authorization: "Basic YTpi"]).status == .unauthorized)
            // What is larger than the server takes for a head does not come this far.
            let huge = try await client.execute("/who", headers: [.authorization: "Bearer \(String(repeating: "A", count: 40_000))"])
            #expect((400..<500).contains(huge.status.code))
            let doubled: HTTPFields = [.authorization: "Bearer \(good)", .authorization: "Bearer \(good)"]
            #expect([.unauthorized, .badRequest].contains(try await client.execute("/who", headers: doubled).status))
        }
    }

    @Test func `take a cookie that is not believed for none`() async throws {
        let expired = self.issuer.sessions.token(
            claiming: self.learner.claims, audience: "cairn", from: TestIssuer.now + .seconds(-7_200), for: .seconds(60))
        try await withServer(self.responder) { client in
            for cookie in [expired, self.issuer.token(self.learner), "rubbish"] {
                #expect(try await client.execute("/who", headers: [.cookie: "cairn_session=\(cookie)"]).text == "anonymous")
                let answer = try await client.execute("/mine", headers: [.cookie: "cairn_session=\(cookie)"])
                #expect(try answer.status == .unauthorized && JSON(parsing: answer.body)["code"] == "sign-in-needed")
            }
        }
    }

    @Test func `keep colleges, scopes and kinds apart`() async throws {
        let cases: [(Visitor, Int, HTTPStatus, JSON?)] = [
            (self.staff, 17, .created, nil), (self.staff, 18, .forbidden, "other-college"),
            (.staff(.init(college: 17, scopes: ["x"])), 17, .forbidden, "scope-missing"),
            (self.learner, 17, .forbidden, "other-visitor"),
        ]
        try await withServer(self.responder) { client in
            for (visitor, college, status, code) in cases {
                let answer = try await client.execute(
                    "/colleges/\(college)/credentials", method: .post, headers: [.authorization: "Bearer \(self.issuer.token(visitor))"])
                #expect(answer.status == status)
                if let code { #expect(try JSON(parsing: answer.body)["code"] == code) }
            }
        }
    }

    @Test func `take forms of our own pages only`() async throws {
        let session = self.issuer.sessions.token(claiming: self.staff.claims, audience: "cairn", from: TestIssuer.now, for: .seconds(60))
        let cookie: HTTPFields = [.cookie: "cairn_session=\(session)"]
        try await withServer(self.responder) { client in
            for origin in [
                "https://cairn.test", nil, "null", "http://cairn.test", "https://cairn.test.evil", "https://cairn.test:444",
                "HTTPS://CAIRN.TEST",
            ] {
                var headers = cookie
                headers[.origin] = origin
                let answer = try await client.execute("/colleges/17/credentials", method: .post, headers: headers)
                #expect(answer.status == (origin == "https://cairn.test" ? .created : .forbidden), "\(origin ?? "none")")
            }
            var twice = cookie
            for _ in 0..<2 { twice.append(HTTPField(name: .origin, value: "https://cairn.test")) }
            #expect(try await client.execute("/colleges/17/credentials", method: .post, headers: twice).status != .created)
            #expect(try await client.execute("/who", headers: cookie).status == .ok)
        }
    }
}
