/// What the head of one part of a form says (RFC 7578 §4).
public struct MultipartHeader: Sendable, Hashable {
    /// The name of the field.
    public let name: String
    /// The name that the file has on the sender's machine; nil when the part is no file. Never a path to write to.
    public let filename: String?
    /// The media type that the sender gives.
    public let contentType: String?

    /// Reads the lines of a part's head, without its empty line.
    init(_ text: String) throws(HTTPError) {
        var fields = HTTPFields()
        for line in text.split(separator: "\r\n", omittingEmptySubsequences: true) {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let name = HTTPField.Name(String(parts[0])), !parts[1].utf8.contains(where: { $0 < 32 && $0 != 9 })
            else { throw HTTPError(.badRequest, "A part of the form has a line that is no field.") }
            fields.append(HTTPField(name: name, value: String(parts[1].drop { $0 == " " })))
        }
        guard fields.count(of: .contentDisposition) == 1, let disposition = fields[.contentDisposition] else {
            throw HTTPError(.badRequest, "A part of the form needs one Content-Disposition.")
        }
        let parameters = try Self.parameters(of: disposition)
        guard let name = parameters["name"] else { throw HTTPError(.badRequest, "A part of the form has no name.") }
        self.name = name
        self.filename = parameters["filename"]
        self.contentType = fields[.contentType]
    }

    /// `form-data; name="a"; filename="b.csv"`, with values in quotes. Browsers write `"` as `%22` and line ends as `%0D%0A` (WHATWG HTML §4.10.21.8).
    private static func parameters(of text: String) throws(HTTPError) -> [String: String] {
        let malformed = HTTPError(.badRequest, "A part of the form has a Content-Disposition that can't be read.")
        var parameters: [String: String] = [:]
        guard text.lowercased().hasPrefix("form-data") else { throw malformed }
        var rest = text.dropFirst("form-data".count)
        while !rest.isEmpty {
            guard rest.first == ";" else { throw malformed }
            rest = rest.dropFirst().drop { $0 == " " }
            guard let sign = rest.firstIndex(of: "=") else { throw malformed }
            let name = rest[..<sign].lowercased()
            rest = rest[rest.index(after: sign)...]
            // RFC 7578 §4.2 forbids `filename*`.
            guard name.isToken, !name.hasSuffix("*"), parameters[name] == nil, rest.first == "\"",
                let end = rest.dropFirst().firstIndex(of: "\"")
            else { throw malformed }
            parameters[name] = String(rest.dropFirst()[..<end])
                .replacing("%22", with: "\"").replacing("%0D", with: "\r").replacing("%0A", with: "\n")
            rest = rest[rest.index(after: end)...].drop { $0 == " " }
        }
        return parameters
    }
}
