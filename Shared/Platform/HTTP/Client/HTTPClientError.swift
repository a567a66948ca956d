/// Why there is no answer. An answer of whatever status is none of these.
///
/// Sentences name the server and never what was asked of it: paths and queries may hold secrets.
public enum HTTPClientError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The URL is not one that is asked.
    case wrongURL(String)
    /// The name has no address.
    case hostUnknown(server: String)
    /// Nobody takes connections there.
    case notConnected(server: String, reason: String)
    /// The connection was not made, or the answer had not come, when the time was over.
    case timedOut(server: String, after: Duration, isConnected: Bool)
    /// The certificate, or what else TLS needs, does not hold.
    case notTrusted(server: String, reason: String)
    /// The connection broke, or what came was no HTTP.
    case broken(server: String, reason: String)
    /// The answer's body is longer than what is taken.
    case bodyTooLarge(limit: Int)
    /// The answer's head is longer than what is taken.
    case headTooLarge(limit: Int)
    /// One redirect led to another too often.
    case tooManyRedirects(limit: Int)
    /// The file to be sent cannot be read.
    case fileUnreadable(path: String, reason: String)
    /// The task was cancelled.
    case cancelled
    /// As many requests wait as may wait.
    case full(limit: Int)
    /// The client has been stopped.
    case stopped

    /// One sentence without its end.
    public var description: String {
        switch self {
        case .wrongURL(let reason): "the URL cannot be used: \(reason)"
        case .hostUnknown(let server): "\(server) has no address; is its name right?"
        case .notConnected(let server, let reason): "\(server) takes no connection (\(reason)); does it run?"
        case .timedOut(let server, let time, false): "\(server) could not be connected to within \(Self.text(time))"
        case .timedOut(let server, let time, true): "\(server) did not answer within \(Self.text(time))"
        case .notTrusted(let server, let reason): "\(server) cannot be trusted: \(reason)"
        case .broken(let server, let reason): "the connection to \(server) broke: \(reason)"
        case .bodyTooLarge(let limit): "the answer is longer than \(limit) bytes, the most that is taken"
        case .headTooLarge(let limit): "the head of the answer is longer than \(limit) bytes, the most that is taken"
        case .tooManyRedirects(let limit): "the answer redirects more than \(limit) times"
        case .fileUnreadable(let path, let reason): "\(path) cannot be read: \(reason)"
        case .cancelled: "it was cancelled"
        case .full(let limit): "\(limit) requests wait already, the most that may"
        case .stopped: "the client has been stopped"
        }
    }

    private static func text(_ time: Duration) -> String {
        let milliseconds = Int(time / .milliseconds(1))
        return milliseconds % 1_000 == 0 ? "\(milliseconds / 1_000) s" : "\(milliseconds) ms"
    }
}
