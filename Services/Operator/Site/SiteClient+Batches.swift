import HTTP
import JSON

extension SiteClient {
    private static let batches = "/issuer/api/v1/batches"
    /// How long handing over a file may take; 2 GB over a slow line are an hour.
    static let uploadTimeout = Duration.seconds(3_600)

    /// Hands a file of completions over, to be checked and not yet issued.
    func upload(
        _ file: String, named name: String, as caller: Caller, onProgress: @escaping @Sendable (_ sent: Int, _ total: Int) -> Void
    ) async throws(SiteError) -> BatchReport {
        var headers: HTTPFields = [.contentType: "text/csv"]
        if let field = HTTPField.Name("Cairn-File-Name") { headers[field] = name }
        let response = try await self.answer(.post, Self.batches, as: caller, headers: headers, body: .file(path: file)) { request in
            request.timeout = Self.uploadTimeout
            request.onUpload = onProgress
        }
        return try Self.report(response, at: .init(.post, Self.batches))
    }

    /// How far a batch is.
    func batch(_ id: String, as caller: Caller) async throws(SiteError) -> BatchReport {
        let path = "\(Self.batches)/\(id)"
        return try Self.report(try await self.answer(.get, path, as: caller), at: .init(.get, path))
    }

    /// Says yes to what the check of a batch found.
    func issue(_ id: String, leavingTakenBack leaves: Bool = false, as caller: Caller) async throws(SiteError) {
        try await self.json(.post, "\(Self.batches)/\(id)/issue?taken_back=\(leaves ? "leave" : "issue")", as: caller)
    }

    /// Rows that are wrong, from a line on: a page of them.
    func faults(of id: String, after line: Int, as caller: Caller) async throws(SiteError) -> [BatchReport.Fault] {
        let path = "\(Self.batches)/\(id)/problems?after=\(line)"
        let json = try await self.json(.get, path, as: caller)
        return BatchReport.faults(try Self.list(json, "problems", at: .init(.get, path)))
    }

    private static func report(_ response: HTTPClientResponse, at place: SiteError.Place) throws(SiteError) -> BatchReport {
        let json: JSON
        do { json = try JSON(parsing: response.body) } catch { throw .unexpected(place, "the answer is no JSON: \(error)") }
        return try BatchReport(json, at: place)
    }
}
