import CMicroHTTPD

typealias BodyReader = CheckedContinuation<[UInt8]?, any Error>
typealias BodyWriter = CheckedContinuation<Void, any Error>

/// A reader to be woken outside the lock.
enum Wake {
    case nobody
    case with(BodyReader, Result<[UInt8]?, any Error>)

    func callAsFunction() {
        if case .with(let reader, let result) = self { reader.resume(with: result) }
    }
}

/// What an exchange keeps under its lock.
struct ExchangeState {
    /// How an answer that came before the end of the body is given.
    enum EarlyEnd {
        case none
        /// The answer waits for the end of the body, which is thrown away.
        case swallowing(since: ContinuousClock.Instant)
        /// The answer has gone past libmicrohttpd; what still comes is thrown away for a while.
        case spoken(since: ContinuousClock.Instant)

        var isNone: Bool {
            if case .none = self { true } else { false }
        }
    }

    /// libmicrohttpd's connection as a number; 0 before the first callback and after the last.
    var handle: UInt = 0
    private(set) var isSuspended = false
    let started: ContinuousClock.Instant
    var failure: ExchangeEnded?
    var task: Task<Void, Never>?

    var body: InboundBody
    var reader: BodyReader?
    var early = EarlyEnd.none

    var response: HTTPResponse?
    var isAnswered = false
    var outbound = OutboundBuffer()
    var writer: BodyWriter?
    var pace = DownloadPace()

    var isDraining = false
    var isProducing = false
    /// A stream has been broken off in the middle.
    var isBroken = false

    init(now: ContinuousClock.Instant) {
        self.started = now
        self.body = InboundBody(kind: .nothing, now: now)
    }

    var hasSpoken: Bool {
        if case .spoken = self.early { true } else { false }
    }

    /// Takes the waiting reader to be woken, if there is something to wake it with: bytes, or the end.
    mutating func wakeReader() -> Wake {
        guard let reader = self.reader, self.body.hasEnded || self.body.buffered > 0 else { return .nobody }
        self.reader = nil
        return .with(reader, .success(self.body.take()))
    }

    /// On libmicrohttpd's thread only.
    mutating func suspend() {
        guard !self.isSuspended else { return }
        self.isSuspended = true
        MHD_suspend_connection(OpaquePointer(bitPattern: self.handle))
    }

    /// On any thread.
    mutating func resume() {
        guard self.isSuspended else { return }
        self.isSuspended = false
        MHD_resume_connection(OpaquePointer(bitPattern: self.handle))
    }

    /// libmicrohttpd has let the connection go: it must not be named again. The response's stream may well hold the request, and so this.
    mutating func release() {
        self.handle = 0
        self.isSuspended = false
        self.task = nil
        self.response = nil
        _ = self.body.take()
        self.outbound.clear()
    }
}
