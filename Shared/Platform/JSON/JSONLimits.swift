/// What a parser accepts at most, so that no input can take more memory, stack or time than its reader planned for.
public struct JSONLimits: Sendable, Hashable {
    /// The deepest nesting that any reader may ask for: reading, writing and freeing a tree recurse once per level.
    public static let deepest = 512

    /// Bytes of one document.
    public var maxBytes: Int
    /// Arrays and objects within one another.
    public var maxDepth: Int
    /// Values of one document, the names of members counted too.
    public var maxNodes: Int
    /// Bytes of one number as written.
    public var maxNumberBytes: Int

    /// What a request body or an event may have.
    public static let standard = JSONLimits()

    /// Limits of one's own. `maxDepth` is never more than `deepest`, `maxBytes` and `maxNodes` never more than 31 bits can count.
    public init(maxBytes: Int = 16 << 20, maxDepth: Int = 64, maxNodes: Int = 1_000_000, maxNumberBytes: Int = 1000) {
        self.maxBytes = min(maxBytes, Int(Int32.max))
        self.maxDepth = min(maxDepth, Self.deepest)
        self.maxNodes = min(maxNodes, Int(Int32.max))
        self.maxNumberBytes = maxNumberBytes
    }
}
