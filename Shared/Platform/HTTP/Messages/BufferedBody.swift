import Synchronization

/// A body that lies in memory.
final class BufferedBody: BodySource {
    private let chunks: Mutex<ArraySlice<[UInt8]>>

    init(chunks: [[UInt8]]) {
        self.chunks = Mutex(chunks.filter { !$0.isEmpty }[...])
    }

    func nextBytes() async throws -> [UInt8]? {
        try Task.checkCancellation()
        return self.chunks.withLock { $0.popFirst() }
    }
}
