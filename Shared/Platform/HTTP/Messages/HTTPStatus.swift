/// How a request ended, as a number of three digits (RFC 9110 §15).
public struct HTTPStatus: Hashable, Sendable, CustomStringConvertible, ExpressibleByIntegerLiteral {
    /// 100 to 599.
    public let code: Int

    /// A status by its number.
    public init(code: Int) {
        precondition((100...599).contains(code), "\(code) is no HTTP status")
        self.code = code
    }

    /// A status by its number.
    public init(integerLiteral code: Int) {
        self.init(code: code)
    }

    /// 200
    public static let ok: HTTPStatus = 200
    /// 201
    public static let created: HTTPStatus = 201
    /// 202
    public static let accepted: HTTPStatus = 202
    /// 204
    public static let noContent: HTTPStatus = 204
    /// 303
    public static let seeOther: HTTPStatus = 303
    /// 304
    public static let notModified: HTTPStatus = 304
    /// 308
    public static let permanentRedirect: HTTPStatus = 308
    /// 400
    public static let badRequest: HTTPStatus = 400
    /// 401
    public static let unauthorized: HTTPStatus = 401
    /// 403
    public static let forbidden: HTTPStatus = 403
    /// 404
    public static let notFound: HTTPStatus = 404
    /// 405
    public static let methodNotAllowed: HTTPStatus = 405
    /// 406
    public static let notAcceptable: HTTPStatus = 406
    /// 408
    public static let requestTimeout: HTTPStatus = 408
    /// 409
    public static let conflict: HTTPStatus = 409
    /// 410
    public static let gone: HTTPStatus = 410
    /// 412
    public static let preconditionFailed: HTTPStatus = 412
    /// 413
    public static let contentTooLarge: HTTPStatus = 413
    /// 415
    public static let unsupportedMediaType: HTTPStatus = 415
    /// 422
    public static let unprocessableContent: HTTPStatus = 422
    /// 428
    public static let preconditionRequired: HTTPStatus = 428
    /// 429
    public static let tooManyRequests: HTTPStatus = 429
    /// nginx's number for a client that went before its answer; never sent, seen in metrics and logs.
    public static let clientClosedRequest: HTTPStatus = 499
    /// 500
    public static let internalServerError: HTTPStatus = 500
    /// 501
    public static let notImplemented: HTTPStatus = 501
    /// 503
    public static let serviceUnavailable: HTTPStatus = 503

    /// The first digit with two x, as a metric's label: `2xx`.
    public var classLabel: String {
        switch self.code / 100 {
        case 1: "1xx"
        case 2: "2xx"
        case 3: "3xx"
        case 4: "4xx"
        default: "5xx"
        }
    }

    /// The number.
    public var description: String { "\(self.code)" }
}
