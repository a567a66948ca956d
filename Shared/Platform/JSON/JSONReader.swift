/// Reads the members of one object into a Swift type, and notices those that nobody asked for.
///
/// ```swift
/// init(from json: JSONView) throws(JSONDecodingError) {
///     let body = try JSONReader(json, requiring: "name", "level")
///     self.name = try body.required("name")
///     self.level = try body.required("level")
///     self.until = try body.optional("until")
///     try body.finish()
/// }
/// ```
/// Names after `requiring` are looked for first, so that one error names all that are missing.
public final class JSONReader {
    private let object: JSONView
    /// The nodes of the values that were asked for.
    private var known: [Int] = []

    /// Opens an object.
    public init(_ json: JSONView, requiring names: String...) throws(JSONDecodingError) {
        guard json.kind == .object else { throw json.mismatch(expected: "an object") }
        self.object = json
        let missing = names.filter { json[$0] == nil }
        guard missing.isEmpty else { throw self.error(missing: missing) }
    }

    /// Reads a member that must be there.
    public func required<Value: JSONDecodable>(_ name: String, _ type: Value.Type = Value.self) throws(JSONDecodingError) -> Value {
        guard let member = self.member(name) else { throw self.error(missing: [name]) }
        return try Value(from: member)
    }

    /// Reads a member that may be absent or null.
    public func optional<Value: JSONDecodable>(_ name: String, _ type: Value.Type = Value.self) throws(JSONDecodingError) -> Value? {
        guard let member = self.member(name), !member.isNull else { return nil }
        return try Value(from: member)
    }

    /// A member as it stands, for values that are read by hand.
    public func member(_ name: String) -> JSONView? {
        guard let member = self.object[name] else { return nil }
        if !self.known.contains(member.index) { self.known.append(member.index) }
        return member
    }

    /// Refuses the members that were not asked for, all at once, when the document is read that way.
    public func finish() throws(JSONDecodingError) {
        guard self.object.unknownMembers == .refused, self.known.count < self.object.count else { return }
        var issues: [JSONDecodingError.Issue] = []
        for (_, value) in self.object.members where !self.known.contains(value.index) {
            issues.append(
                JSONDecodingError.Issue(kind: .unknown, pointer: value.pointer, position: self.object.at(value.index - 1).position))
            if issues.count == JSONDecodingError.maxIssues { break }
        }
        throw JSONDecodingError(issues)
    }

    private func error(missing names: [String]) -> JSONDecodingError {
        let pointer = self.object.pointer
        let position = self.object.position
        return JSONDecodingError(
            names.map { JSONDecodingError.Issue(kind: .missing, pointer: pointer.appending($0), position: position) })
    }
}
