extension YAMLNode {
    /// Whether nothing stands here: no text at all, `~` or `null` without quotes.
    public var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = self.content else { return false }
        return text.isEmpty || text == "~" || text == "null"
    }

    /// The members of a mapping.
    public func members() throws(YAMLError) -> [Member] {
        guard case .mapping(let members) = self.content else { throw self.mismatch("names with values") }
        return members
    }

    /// The values of a sequence.
    public func items() throws(YAMLError) -> [YAMLNode] {
        guard case .sequence(let items) = self.content else { throw self.mismatch("a list") }
        return items
    }

    /// The text of a scalar.
    public func text() throws(YAMLError) -> String {
        guard case .scalar(let text, _) = self.content, !self.isNull else { throw self.mismatch("a text") }
        return text
    }

    /// A whole number, written in digits without quotes.
    public func int() throws(YAMLError) -> Int {
        guard case .scalar(let text, isPlain: true) = self.content, let value = Int(text) else { throw self.mismatch("a whole number") }
        return value
    }

    /// The value of a name, nil when the mapping does not have it.
    public func member(_ name: String) throws(YAMLError) -> YAMLNode? {
        try self.members().first { $0.name == name }?.value
    }

    /// The value of a name that must be there.
    public subscript(name: String) -> YAMLNode {
        get throws(YAMLError) {
            guard let value = try self.member(name) else { throw YAMLError(self.place, "\"\(name)\" is missing here") }
            return value
        }
    }

    /// Refuses a name that is not among the given ones.
    public func checkNames(_ known: [String]) throws(YAMLError) {
        for member in try self.members() where !known.contains(member.name) {
            throw YAMLError(member.place, "\"\(member.name)\" is not known here" + NearestName.hint(for: member.name, among: known))
        }
    }

    private func mismatch(_ expected: String) -> YAMLError {
        let found =
            switch self.content {
            case .scalar(let text, _): self.isNull ? "is nothing" : "is \"\(text.prefix(60))\""
            case .sequence: "is a list"
            case .mapping: "are names with values"
            }
        return YAMLError(self.place, "here should be \(expected), but there \(found)")
    }
}
