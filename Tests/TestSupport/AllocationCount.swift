import CAllocationCount

/// How often code asks for memory: what a test holds against "keeps its buffers".
public struct AllocationCount: Sendable {
    /// The calls of malloc and realloc.
    public let all: Int
    /// Those of them that are for 1024 bytes or more. Without optimisation Swift allocates many small things that are none in a release;
    /// buffers that grow or are copied show here in both.
    public let large: Int

    /// Counts what a closure does on its thread.
    public static func during(_ body: () throws -> Void) rethrows -> AllocationCount {
        let all = allocation_count()
        let large = large_allocation_count()
        try body()
        return AllocationCount(all: Int(allocation_count() - all), large: Int(large_allocation_count() - large))
    }

    /// Whether the code was compiled for speed, so that `all` says something of it.
    public static let isOptimized: Bool = {
        var isOptimized = true
        assert(
            {
                isOptimized = false
                return true
            }())
        return isOptimized
    }()
}
