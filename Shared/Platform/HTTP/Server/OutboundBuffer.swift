/// Bytes of a streamed answer between the handler, which writes them, and libmicrohttpd, which sends them.
struct OutboundBuffer {
    private var bytes: [UInt8] = []
    private var head = 0
    /// How many bytes have been written in all.
    private(set) var written = 0
    /// Nothing more will be written.
    var hasEnded = false

    var count: Int { self.bytes.count - self.head }

    mutating func append(_ new: [UInt8], window: Int) {
        if self.head >= window {  // a reader that never quite catches up must not let it grow without end
            self.bytes.removeFirst(self.head)
            self.head = 0
        }
        self.written += new.count
        if self.bytes.isEmpty { self.bytes = new } else { self.bytes += new }
    }

    /// Moves as much as fits; how much that was.
    mutating func move(to target: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(self.count, target.count)
        self.bytes.withUnsafeBytes { target.copyMemory(from: .init(rebasing: $0[self.head..<self.head + count])) }
        self.head += count
        if self.head == self.bytes.count {
            self.bytes.removeAll(keepingCapacity: true)
            self.head = 0
        }
        return count
    }

    mutating func clear() {
        self.bytes = []
        self.head = 0
    }
}
