import Chassis
import HTTP
import JSON

extension Problem {
    /// What a refusal of the wallet's is called before the world.
    init(_ error: WalletError) {
        switch error {
        case .unknownItem:
            self.init(.notFound, "item-unknown", "You hold no such credential, or not all of these.")
        case .unknownConsent: self.init(.notFound, "consent-unknown", "You have given no such consent.")
        case .alreadyGranted:
            self.init(
                .conflict, "already-granted",
                "You share something with this employer for this purpose already. Withdraw that first, then grant anew.")
        case .consentOver: self.init(.conflict, "consent-over", "This consent has ended by itself. There is nothing to withdraw.")
        case .unknownLink: self.init(.notFound, "link-unknown", "You have made no such link.")
        case .endOutOfRange(let days):
            self.init(
                .unprocessableContent, "end-out-of-range", "It should end in the future, and within \(days) days.",
                fields: [Field("/until", "This should be a time from now on, within \(days) days.")])
        case .tooManyLinks:
            self.init(.conflict, "too-many-links", "You have \(Sharing.linkLimit) links that open. End one of them first.")
        }
    }
}

/// Runs a use case; its refusals come out as problems.
func answering<Result>(_ body: () async throws -> Result) async throws -> Result {
    do { return try await body() } catch let error as WalletError { throw Problem(error) }
}

extension HTTPRequest {
    /// The most bytes of a body that the API takes.
    static var bodyLimit: Int { 65_536 }

    /// The JSON of the body.
    func json() async throws -> JSONDocument {
        guard self.mediaType == "application/json" else {
            throw Problem(.unsupportedMediaType, "media-type-unknown", "Send JSON, with the Content-Type application/json.")
        }
        return try JSONDocument(parsing: try await self.body.collect(upTo: Self.bodyLimit))
    }
}

extension HTTPResponse {
    /// A value as JSON, perhaps at a new address.
    static func json(_ value: JSON, status: HTTPStatus = .ok, location: String? = nil) -> HTTPResponse {
        var headers: HTTPFields = [.contentType: "application/json"]
        headers[.location] = location
        return HTTPResponse(status: status, headers: headers, body: .bytes(value.bytes()))
    }

    /// A signed document, byte for byte, to be kept as a file.
    static func document(_ bytes: [UInt8], named name: String) -> HTTPResponse {
        HTTPResponse(
            headers: [
                .contentType: "application/vc", .contentDisposition: "attachment; filename=\"\(name).json\"",
                .cacheControl: "private, no-store",
            ],
            body: .bytes(bytes))
    }
}
