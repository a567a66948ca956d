import CMicroHTTPD

typealias BodyReader = CheckedContinuation<[UInt8]?, any Error>
typealias BodyWriter = CheckedContinuation<Void, any Error>

/// What an exchange keeps under its lock.
struct ExchangeState {
    /// How an answer that came before the end of the body is given.
    enum EarlyEnd {
        case none
        /// The answer waits for the end of the body, which is thrown away.
        case swallowing(since: ContinuousClock.Instant)
        /// The answer has gone past libmicrohttpd; what still comes is thrown away for a while.
        case spoken(since: ContinuousClock.Instant)
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

    init(now: ContinuousClock.Instant) {
        self.started = now
        self.body = InboundBody(kind: .nothing, now: now)
    }

    var hasSpoken: Bool {
        if case .spoken = self.early { true } else { false }
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
