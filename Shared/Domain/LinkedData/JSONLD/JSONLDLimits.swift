/// What processing accepts at most, so that no document takes more stack, time or memory than planned for.
public struct JSONLDLimits: Sendable, Hashable {
    /// Arrays and objects within one another.
    public var maxDepth: Int
    /// Remote contexts on the way to one context, each asking for the next.
    public var maxRemoteContexts: Int
    /// Scoped contexts within one another.
    public var maxContextDepth: Int
    /// Term definitions that are made for one document, those of scoped contexts each time they are looked at. What is compiled already costs
    /// nothing.
    public var maxDefinitions: Int
    /// Compiled contexts that one set of documents keeps.
    public var maxKeptContexts: Int

    /// What a credential may have.
    public static let standard = JSONLDLimits()

    /// Limits of one's own.
    public init(
        maxDepth: Int = 64, maxRemoteContexts: Int = 16, maxContextDepth: Int = 16, maxDefinitions: Int = 200_000,
        maxKeptContexts: Int = 4096
    ) {
        self.maxDepth = maxDepth
        self.maxRemoteContexts = maxRemoteContexts
        self.maxContextDepth = maxContextDepth
        self.maxDefinitions = maxDefinitions
        self.maxKeptContexts = maxKeptContexts
    }
}
