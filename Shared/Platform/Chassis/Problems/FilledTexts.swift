public import JSON

extension JSONReader {
    /// Reads a text that must be there, is not empty, has at most so many bytes, and no NUL, which PostgreSQL takes in no text.
    public func filled(_ name: String, limit: Int) throws(JSONDecodingError) -> String {
        let text: String = try self.required(name)
        if text.isEmpty || text.utf8.count > limit || text.utf8.contains(0), let member = self.member(name) {
            throw member.mismatch(expected: "a text of 1 to \(limit) bytes without NUL")
        }
        return text
    }

    /// The same of a text that may be absent or null.
    public func optionallyFilled(_ name: String, limit: Int) throws(JSONDecodingError) -> String? {
        guard let member = self.member(name), !member.isNull else { return nil }
        return try self.filled(name, limit: limit)
    }
}
