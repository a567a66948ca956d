/// An answer that is thrown: by a handler, by the router, by a reader of forms.
///
/// The sentence is for people and may be sent; it holds nothing of a person's record. An `ErrorRenderer` decides how it looks.
public struct HTTPError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The status to answer with.
    public var status: HTTPStatus
    /// What happened and what to do, in one sentence.
    public var message: String
    /// Fields that belong to the answer, such as `Allow`.
    public var headers: HTTPFields

    /// An answer to throw.
    public init(_ status: HTTPStatus, _ message: String, headers: HTTPFields = [:]) {
        self.status = status
        self.message = message
        self.headers = headers
    }

    /// The status and the sentence.
    public var description: String { "\(self.status) \(self.message)" }
}

/// Why an exchange ended before its handler did. Reading the body or writing a stream throws it.
public enum ExchangeEnded: Error, Sendable, Equatable {
    /// Nobody is there to read an answer.
    case clientGone
    /// The handler took too long.
    case timedOut
    /// The client sent its body, or took its answer, more slowly than the server allows.
    case clientTooSlow
    /// The body is longer than the server takes.
    case bodyTooLarge(limit: Int)
    /// The answer was given before a long body had been read: what was left of it is thrown away. Read first, then answer.
    case bodyForgone
    /// The handler's stream broke off.
    case streamFailed
    /// The server stops and its drain time is over.
    case serverStopping

    /// What the client gets, if it can still get anything.
    public var status: HTTPStatus {
        switch self {
        case .clientGone: .clientClosedRequest
        case .timedOut, .serverStopping: .serviceUnavailable
        case .clientTooSlow: .requestTimeout
        case .bodyTooLarge: .contentTooLarge
        case .streamFailed, .bodyForgone: .internalServerError
        }
    }
}
