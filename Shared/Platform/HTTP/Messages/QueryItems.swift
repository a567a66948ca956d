/// Names and values from a query or a form (`application/x-www-form-urlencoded`), decoded strictly, in their order.
public struct QueryItems: Sendable, Hashable, RandomAccessCollection {
    /// How many items a query may have.
    public static let limit = 256

    /// One name and its value.
    public struct Item: Sendable, Hashable {
        /// What it is called.
        public let name: String
        /// What it says; empty when there was no `=`.
        public let value: String
    }

    private let items: [Item]

    /// Reads names and values. Refuses a bad escape, bytes that are not UTF-8, NUL, and more items than `limit`.
    public init(_ text: some StringProtocol, limit: Int = Self.limit) throws(HTTPError) {
        var items: [Item] = []
        for pair in Substring(text).split(separator: "&", omittingEmptySubsequences: true) {
            guard items.count < limit else { throw HTTPError(.badRequest, "There are more than \(limit) fields.") }
            let sign = pair.utf8.firstIndex(of: UInt8(ascii: "="))
            let name = try Self.decode(pair[..<(sign ?? pair.endIndex)], number: items.count + 1)
            let value = try sign.map { sign throws(HTTPError) in
                try Self.decode(pair[pair.utf8.index(after: sign)...], number: items.count + 1)
            }
            items.append(Item(name: name, value: value ?? ""))
        }
        self.items = items
    }

    private static func decode(_ text: Substring, number: Int) throws(HTTPError) -> String {
        do { return try PercentDecoding.decode(text, plusIsSpace: true) } catch {
            throw HTTPError(.badRequest, "Field \(number) is not encoded rightly: \(error).")
        }
    }

    /// Where the first item is.
    public var startIndex: Int { 0 }
    /// One after the last item.
    public var endIndex: Int { self.items.count }
    /// The item at a position.
    public subscript(position: Int) -> Item { self.items[position] }

    /// The first value under a name.
    public subscript(name: String) -> String? { self.items.first { $0.name == name }?.value }

    /// Every value under a name, in order.
    public func values(of name: String) -> [String] {
        self.items.filter { $0.name == name }.map(\.value)
    }

    /// The value under a name that may come once only; refuses a second, since two readers could pick different ones.
    public func single(_ name: String) throws(HTTPError) -> String? {
        let values = self.values(of: name)
        guard values.count <= 1 else { throw HTTPError(.badRequest, "The field \(name) is given \(values.count) times.") }
        return values.first
    }
}
