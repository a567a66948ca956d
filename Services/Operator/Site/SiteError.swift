import HTTP
import JSON

/// Why a call of a site's API came to nothing.
enum SiteError: Error, Equatable, CustomStringConvertible {
    /// There is no answer.
    case unanswered(Place, HTTPClientError)
    /// The site says no, and why.
    case refused(Place, Refusal)
    /// The answer is not what the contract says.
    case unexpected(Place, String)

    /// What was asked: a method and a path without its query.
    struct Place: Equatable, CustomStringConvertible {
        let method: HTTPMethod
        let path: String

        init(_ method: HTTPMethod, _ path: String) {
            self.method = method
            self.path = String(path.prefix { $0 != "?" })
        }

        var description: String { "\(self.method) \(self.path)" }
    }

    /// What a problem says (RFC 9457).
    struct Refusal: Equatable {
        let status: Int
        /// The stable code; empty when the answer was no problem.
        let code: String
        let detail: String
        /// What is wrong where, each in one line.
        let errors: [String]
    }

    /// How many places of one refusal are told.
    static let errorsShown = 5

    /// Reads a refusal from an answer.
    init(_ place: Place, _ response: HTTPClientResponse) {
        let json: JSON
        // A proxy's page of HTML is no problem document; the status says enough then.
        do { json = try JSON(parsing: response.body) } catch { json = .null }
        let errors = (json["errors"]?.array ?? []).map { error in
            [error["pointer"]?.string, error["detail"]?.string].compactMap { $0 }.joined(separator: ": ")
        }
        self = .refused(
            place,
            Refusal(
                status: response.status.code, code: json["code"]?.string ?? "",
                detail: json["detail"]?.string ?? "the answer has the status \(response.status)", errors: errors))
    }

    /// The stable code of a refusal.
    var code: String? {
        if case .refused(_, let refusal) = self { refusal.code } else { nil }
    }

    /// Whether it may go well a little later: the site is there but not ready, or knows of something not yet.
    var isPassing: Bool {
        if case .refused(_, let refusal) = self { [409, 422, 404, 429, 502, 503, 504].contains(refusal.status) } else { false }
    }

    var description: String {
        switch self {
        case .unanswered(_, let error): return error.description
        case .unexpected(let place, let reason): return "\(place): \(reason)"
        case .refused(let place, let refusal):
            let shown = refusal.errors.prefix(Self.errorsShown).map { "\n  \($0)" }.joined()
            let rest = refusal.errors.count > Self.errorsShown ? "\n  and \(refusal.errors.count - Self.errorsShown) more" : ""
            return "\(place) was refused (\(refusal.status)): \(refusal.detail)\(shown)\(rest)"
        }
    }
}
