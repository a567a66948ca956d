public import HTTP
import JSON
public import Observability

extension ErrorRenderer {
    /// Every error as a page for browsers, as `application/problem+json` for programs. On the site of a demo, whoever is not let in is shown the
    /// people whom anybody may be.
    public static func pages(_ pages: Pages, isDemo: Bool = false, logger: Logger) -> ErrorRenderer {
        ErrorRenderer { error, request in
            guard let problem = Problem(answering: error, to: request, logger: logger) else { return nil }
            guard Self.wantsPage(request) else { return problem.response() }
            do {
                return try pages.response(to: problem, isDemo: isDemo, request)
            } catch {
                logger.error("the page of a problem cannot be made", metadata: ["error": "\(error)"])
                return problem.response()
            }
        }
    }

    /// Browsers name HTML in what they accept; programs do not.
    private static func wantsPage(_ request: HTTPRequest) -> Bool {
        request.headers[.accept]?.lowercased().contains("text/html") ?? false
    }
}

extension Pages {
    /// The statuses that have a heading of their own.
    private static let headings = [401, 403, 404, 500, 503]

    /// The page of a problem: what happened in the catalogue's words, the trace, and a way on.
    fileprivate func response(to problem: Problem, isDemo: Bool, _ request: HTTPRequest) throws -> HTTPResponse {
        let usual = Self.headings.contains(problem.status.code) ? "problem.heading.\(problem.status.code)" : "problem.heading.other"
        let own = "problem.heading.\(problem.code)"
        let heading = self.has(own) ? own : usual
        let key = "problem.sentence.\(problem.code)"
        let context: JSONObject = [
            "heading": try self.sentence(heading).json, "sentence": try self.sentence(self.has(key) ? key : "problem.sentence.other").json,
            "trace": TraceContext.current?.traceID.json ?? nil, "home": "/",
            "people": .bool(isDemo && [401, 403].contains(problem.status.code)),
        ]
        var response = try self.response(Self.problemTemplate, title: heading, context, status: problem.status, to: request)
        for field in problem.headers { response.headers[field.name] = field.value }
        return response
    }
}
