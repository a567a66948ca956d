/// What is known of a request's body while it arrives: a value that decides, without locks or libraries.
struct InboundBody {
    enum Kind {
        case nothing
        /// Fits into the window: taken in at once, whether or not the handler reads it.
        case small
        /// Taken in as the handler reads.
        case large
        /// The client waits for `100 Continue`, which leaves when the handler first reads.
        case announced
    }

    let kind: Kind
    /// The handler has asked for bytes.
    var isDemanded = false
    /// libmicrohttpd has been told to go on to the body.
    private(set) var hasBegun = false
    private(set) var endedAt: ContinuousClock.Instant?
    private(set) var received = 0
    private var buffer: [UInt8] = []

    init(kind: Kind, now: ContinuousClock.Instant) {
        self.kind = kind
        if kind == .nothing { self.endedAt = now }
    }

    var hasEnded: Bool { self.endedAt != nil }
    var isArriving: Bool { self.hasBegun && !self.hasEnded }
    var buffered: Int { self.buffer.count }

    /// Whether an answer given now has to go past libmicrohttpd: it takes none while a body arrives. A small body is waited for instead, and so
    /// is the first byte of an announced one, before which libmicrohttpd may still be writing `100 Continue`.
    var interruptsAnAnswer: Bool {
        self.isArriving && (self.kind == .large || (self.kind == .announced && self.received > 0))
    }

    /// Whether to go on to the body. Answering before that makes libmicrohttpd close the connection: where nothing or little is to come it goes on
    /// at once; a large body is gone on to even when its answer is known, since the reset that follows a close could overtake the answer.
    mutating func shouldBegin(answerIsKnown: Bool) -> Bool {
        guard !self.hasBegun else { return false }
        let begins =
            switch self.kind {
            case .nothing, .small: true
            case .large: self.isDemanded || answerIsKnown
            case .announced: self.isDemanded
            }
        self.hasBegun = begins
        return begins
    }

    mutating func count(_ bytes: Int) {
        self.received += bytes
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        self.buffer.append(contentsOf: bytes)
    }

    mutating func end(now: ContinuousClock.Instant) {
        if self.endedAt == nil { self.endedAt = now }
    }

    /// What has come and not been read; nil when that is nothing.
    mutating func take() -> [UInt8]? {
        if self.buffer.isEmpty { return nil }
        defer { self.buffer = [] }
        return self.buffer
    }
}
