import Chassis
import HTTP
import JSON
import Observability

/// `/enter`, `/sign-out` and `/demo/people`: ways in and out for people.
struct SignInRoutes: Sendable {
    let signingIn: SigningIn
    let personas: [Persona]
    let cookie: SessionCookie
    let pages: Pages
    let now: @Sendable () -> WallTime

    func add(to router: Router<ServiceContext>) {
        router.get("/enter") { request, _ in try await self.greet(request) }
        router.post("/enter") { request, _ in try await self.enter(request) }
        router.post("/sign-out") { _, _ in
            var response = HTTPResponse.redirect(to: "/")
            response.headers[.setCookie] = self.cookie.signOut.description
            return response
        }
        guard !self.personas.isEmpty else { return }
        router.get("/demo/people") { request, _ in try self.people(request) }
        router.post("/demo/people") { request, _ in try await self.become(request) }
    }

    /// The link itself changes nothing: a browser, or a program that looks ahead, may open it more than once.
    private func greet(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard let text = try request.query().single("ticket") else { throw Problem(IssuerError.ticketRefused("the address has no ticket")) }
        let ticket = try await answering { try await self.signingIn.greet(text) }
        var context: JSONObject = ["ticket": .string(text)]
        if let name = ticket.name { context["name"] = .string(name) }
        return try self.pages.response(
            "enter", title: ticket.name == nil ? "enter.heading" : "enter.heading-name", context, to: request)
    }

    private func enter(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard let text = try await request.form().single("ticket") else {
            throw Problem(IssuerError.ticketRefused("the form has no ticket"))
        }
        return self.signedIn(try await answering { try await self.signingIn.signIn(by: text) })
    }

    private func people(_ request: HTTPRequest) throws -> HTTPResponse {
        let people = self.personas.enumerated().map { number, persona -> JSON in
            [
                "number": .number(JSONNumber(number)), "name": .string(persona.name), "kind": .string(persona.kind),
                "say": .string(persona.say), "try": .string(persona.attempt),
            ]
        }
        return try self.pages.response("people", title: "people.heading", ["people": .array(people)], to: request)
    }

    private func become(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard let number = try await request.form().single("person").flatMap({ Int($0) }), self.personas.indices.contains(number) else {
            throw Problem(.unprocessableContent, "person-unknown", "Choose one of the people on the page.")
        }
        let ticket = self.personas[number].ticket(at: self.now())
        return self.signedIn(try await answering { try await self.signingIn.signIn(as: ticket) })
    }

    private func signedIn(_ session: (session: String, target: String)) -> HTTPResponse {
        var response = HTTPResponse.redirect(to: session.target)
        response.headers[.setCookie] = self.cookie.signIn(session.session, for: SigningIn.sessionLife).description
        return response
    }
}
