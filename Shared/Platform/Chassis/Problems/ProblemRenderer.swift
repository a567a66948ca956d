public import HTTP
import JSON
public import Observability
import Postgres

extension ErrorRenderer {
    /// Every error as `application/problem+json`.
    ///
    /// What nobody foresaw becomes a bare 500 whose trace leads to the event that is logged; nothing of the error itself is sent.
    public static func problems(logger: Logger) -> ErrorRenderer {
        ErrorRenderer { error, request in Problem(answering: error, to: request, logger: logger)?.response() }
    }
}

extension Problem {
    /// The answer for programs.
    func response() -> HTTPResponse {
        var headers = self.headers
        headers[.contentType] = "application/problem+json"
        headers[.cacheControl] = "no-store"
        return HTTPResponse(status: self.status, headers: headers, body: .bytes(self.json(trace: TraceContext.current?.traceID).bytes()))
    }

    /// What an error is called before the world; nil for a request that nobody waits for any more.
    init?(answering error: any Error, to request: HTTPRequest, logger: Logger) {
        switch error {
        case let problem as Problem: self = problem
        case let error as HTTPError:
            self = Problem(error.status, Self.code(of: error.status), error.message, headers: error.headers)
        case let error as JSONError:
            self = Problem(.badRequest, "json-malformed", "The body is no JSON that can be read: \(error)")
        case let error as JSONDecodingError:
            let fields = error.issues.map { Problem.Field($0.pointer, $0.description) }
            self = Problem(.unprocessableContent, "fields-invalid", "Some values are not what they should be.", fields: fields)
        case let ended as ExchangeEnded:
            self = Problem(ended.status, Self.code(of: ended.status), "The exchange was ended: \(ended).")
        case is CancellationError: return nil
        case PostgresError.commitUnknown(let reason):
            logger.warning("a commit was cut off, and what became of it is not known", metadata: ["error": "\(reason)"])
            self = Problem(
                .serviceUnavailable, "outcome-unknown", "It is not known whether this was saved. Look at it before you send it again.")
        case let error as PostgresError where error.isInfrastructure:
            logger.warning("the database could not do a request's work", metadata: ["error": "\(error)"])
            self = Problem(
                .serviceUnavailable, "database-away", "Nothing was saved. The database can't be reached just now; try again in a moment.",
                headers: [.retryAfter: "2"])
        default:
            logger.error(
                "a handler failed with an error that has no answer", metadata: ["error": "\(error)", "method": request.method.rawValue])
            self = Problem(.internalServerError, "fault", "Something broke on our side. Tell support the trace.")
        }
    }

    /// The codes of the router's and the server's own refusals.
    private static func code(of status: HTTPStatus) -> String {
        switch status.code {
        case 400: "request-malformed"
        case 401: "sign-in-needed"
        case 403: "forbidden"
        case 404: "not-found"
        case 405: "method-not-allowed"
        case 408: "too-slow"
        case 413: "too-large"
        case 415: "media-type-unknown"
        case 503: "try-again"
        default: "status-\(status.code)"
        }
    }
}
