import HTTP
import JSON

/// The API of a site as Swift functions. Each part of it has a file of its own.
struct SiteClient: Sendable {
    /// The most bytes of an answer: the longest are pages of credentials with their documents.
    static let answerLimit = 32 << 20

    /// The origin, without a slash at its end.
    let url: String
    let client: HTTPClient

    /// In whose name something is asked.
    enum Caller: Sendable, Equatable {
        /// Nobody's.
        case nobody
        /// Whoever a bearer token is about.
        case bearer(String)
        /// Whoever a session cookie signs in.
        case session(String)
    }

    /// Asks, and reads the answer as JSON. `null` when it has no body.
    @discardableResult
    func json(
        _ method: HTTPMethod, _ path: String, as caller: Caller, sending json: JSON? = nil
    ) async throws(SiteError) -> JSON {
        let type: HTTPFields = json == nil ? [:] : [.contentType: "application/json"]
        let response = try await self.answer(method, path, as: caller, headers: type, body: json.map { .bytes($0.bytes()) } ?? .none)
        guard !response.body.isEmpty else { return .null }
        do { return try JSON(parsing: response.body, limits: JSONLimits(maxBytes: Self.answerLimit)) } catch {
            throw .unexpected(SiteError.Place(method, path), "the answer is no JSON: \(error)")
        }
    }

    /// Asks, and gives back any answer that is no refusal.
    func answer(
        _ method: HTTPMethod, _ path: String, as caller: Caller, headers: HTTPFields = [:], body: HTTPClientRequest.Body = .none,
        change: (inout HTTPClientRequest) -> Void = { _ in }
    ) async throws(SiteError) -> HTTPClientResponse {
        let place = SiteError.Place(method, path)
        var request = HTTPClientRequest(method, url: self.url + path, headers: headers, body: body)
        request.responseLimit = Self.answerLimit
        switch caller {
        case .nobody: request.headers[.origin] = self.url
        case .bearer(let token): request.headers[.authorization] = "Bearer \(token)"
        case .session(let cookie):
            request.headers[.cookie] = "\(Self.cookieName)=\(cookie)"
            request.headers[.origin] = self.url
        }
        change(&request)
        let response: HTTPClientResponse
        do throws(HTTPClientError) { response = try await self.client.execute(request) } catch { throw .unanswered(place, error) }
        guard response.status.code < 400 else { throw SiteError(place, response) }
        return response
    }

    /// The elements of a list that an answer holds under a name.
    static func list(_ json: JSON, _ name: String, at place: SiteError.Place) throws(SiteError) -> [JSON] {
        guard let list = json[name]?.array else { throw .unexpected(place, "the answer has no list \(name)") }
        return list
    }

    /// A text that an answer must hold.
    static func text(_ json: JSON, _ name: String, at place: SiteError.Place) throws(SiteError) -> String {
        guard let text = json[name]?.string else { throw .unexpected(place, "the answer has no text \(name)") }
        return text
    }

    /// A number that an answer must hold.
    static func number(_ json: JSON, _ name: String, at place: SiteError.Place) throws(SiteError) -> Int {
        guard let number = json[name]?.int else { throw .unexpected(place, "the answer has no number \(name)") }
        return number
    }

    /// A text as it may stand in a query (RFC 3986 §2.3).
    static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        return String(
            decoding: text.utf8.flatMap { byte -> [UInt8] in
                switch byte {
                case 48...57, 65...90, 97...122, 45, 46, 95, 126: [byte]
                default: [37, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
                }
            }, as: UTF8.self)
    }
}
