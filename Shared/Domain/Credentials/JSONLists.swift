import JSON

extension JSON {
    /// An array, or nothing when there is nothing to list. (`nil` in a conditional would become a null in the document.)
    static func list(_ items: [JSON]) -> JSON? {
        guard !items.isEmpty else { return Optional.none }
        return .array(items)
    }

    /// One value by itself, several as an array, none as nothing.
    static func oneOrMore(_ items: [JSON]) -> JSON? {
        items.count == 1 ? items[0] : Self.list(items)
    }
}
