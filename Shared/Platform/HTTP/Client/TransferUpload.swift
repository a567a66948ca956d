import Glibc

/// What is sent along with a request, piece by piece. Used by the thread of the transfer alone.
final class TransferUpload {
    let size: Int
    private let source: Source
    private let onProgress: (@Sendable (Int, Int) -> Void)?
    private var position = 0

    private enum Source {
        case bytes([UInt8])
        case file(Int32)
    }

    /// Opens what is to be sent; nil when there is nothing. POST and PUT always send a body, be it an empty one, so that its length is said.
    init?(_ request: HTTPClientRequest) throws(HTTPClientError) {
        self.onProgress = request.onUpload
        switch request.body {
        case .none:
            guard request.method == .post || request.method == .put else { return nil }
            self.source = .bytes([])
            self.size = 0
        case .bytes(let bytes):
            self.source = .bytes(bytes)
            self.size = bytes.count
        case .file(let path):
            let file = open(path, O_RDONLY | O_CLOEXEC)
            guard file >= 0 else { throw .fileUnreadable(path: path, reason: String(cString: strerror(errno))) }
            var facts = stat()
            guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
                close(file)
                throw .fileUnreadable(path: path, reason: "it is no file")
            }
            self.source = .file(file)
            self.size = Int(facts.st_size)
        }
    }

    deinit {
        if case .file(let file) = self.source { close(file) }
    }

    /// The next bytes, at most as many as there is room for: 0 at the end, nil when they cannot be read.
    func read(into room: UnsafeMutableRawBufferPointer) -> Int? {
        let wanted = min(room.count, self.size - self.position)
        guard wanted > 0, let start = room.baseAddress else { return 0 }
        let count: Int
        switch self.source {
        case .bytes(let bytes):
            bytes.withUnsafeBytes { start.copyMemory(from: $0.baseAddress! + self.position, byteCount: wanted) }  // wanted > 0: not empty
            count = wanted
        case .file(let file):
            var read = pread(file, start, wanted, off_t(self.position))
            while read < 0, errno == EINTR { read = pread(file, start, wanted, off_t(self.position)) }
            guard read > 0 else { return nil }  // an error, or a file that has become shorter than what was promised
            count = read
        }
        self.position += count
        self.onProgress?(self.position, self.size)
        return count
    }

    /// Goes back, when a kept connection turns out to be closed and all is sent again. False for a place that is not in it.
    func seek(to position: Int) -> Bool {
        guard (0...self.size).contains(position) else { return false }
        self.position = position
        return true
    }
}
