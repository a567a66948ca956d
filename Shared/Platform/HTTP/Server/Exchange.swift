import Synchronization

/// One request and its answer: where libmicrohttpd's thread and the handler's task meet.
///
/// What makes suspending and resuming safe: libmicrohttpd's thread decides to suspend under the lock and notes it there; whoever changes what it
/// waits for resumes under the same lock, and only if so noted. Continuations are resumed and tasks cancelled outside the lock, since both may run
/// code then and there that takes it.
final class Exchange: Sendable {
    /// The target of the request line, as sent.
    let target: String
    /// Where that text lay, and how long it was.
    let targetRange: Range<UInt>
    let connection: Connection
    let limits: HTTPServerConfiguration
    let state: Mutex<ExchangeState>
    private let tally: Tally

    init(target: String, at address: UInt, connection: Connection, limits: HTTPServerConfiguration, tally: Tally) {
        self.target = target
        self.targetRange = address..<address + UInt(target.utf8.count)
        self.connection = connection
        self.limits = limits
        self.tally = tally
        self.state = Mutex(ExchangeState(now: .now))
        tally.exchanges.add(1, ordering: .relaxed)
    }

    deinit {
        self.tally.exchanges.subtract(1, ordering: .relaxed)
    }

    /// Whether the head has been dealt with.
    var hasBegun: Bool { self.state.withLock { $0.handle != 0 } }

    /// The head is whole. `response` answers it without a handler.
    func begin(handle: UInt, body: InboundBody.Kind, response: HTTPResponse? = nil) {
        self.state.withLock { state in
            state.handle = handle
            state.body = InboundBody(kind: body, now: .now)
            state.response = response
        }
    }

    func run(_ task: Task<Void, Never>) {
        let isLate = self.state.withLock { state in
            state.task = task
            return state.failure != nil
        }
        if isLate { task.cancel() }
    }

    enum Step {
        case proceed
        case close
        case answer(HTTPResponse)
    }

    /// libmicrohttpd asks, with no body bytes in hand, what to do next: before the body, or after all of it.
    func step() -> Step {
        let (step, wake) = self.state.withLock { state -> (Step, Wake) in
            if state.hasSpoken { return (.close, .nobody) }
            if state.body.shouldBegin(answerIsKnown: state.response != nil) {
                return (.proceed, state.response != nil && state.body.interruptsAnAnswer ? self.endEarly(&state) : .nobody)
            }
            if state.body.hasBegun { state.body.end(now: .now) }
            if let response = state.response {
                state.isAnswered = true
                return (.answer(response), state.wakeReader())
            }
            if state.failure != nil { return (.close, .nobody) }
            state.suspend()
            return (.proceed, state.wakeReader())
        }
        wake()
        return step
    }

    private enum Next {
        case proceed
        case close
        case refuse
    }

    /// Body bytes, always taken whole. False closes the connection.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let (next, wake) = self.state.withLock { state -> (Next, Wake) in
            state.body.count(bytes.count)
            let isTooLong = state.body.received > self.limits.maxBodyBytes
            if state.hasSpoken { return (isTooLong ? .close : .proceed, .nobody) }
            if state.failure != nil { return (.close, .nobody) }
            if isTooLong { return (.refuse, .nobody) }
            if case .swallowing = state.early { return (.proceed, .nobody) }
            if state.response != nil, state.body.interruptsAnAnswer { return (.proceed, self.endEarly(&state)) }
            state.body.append(bytes)
            let wake = state.wakeReader()
            if state.body.buffered >= self.limits.window, state.body.kind != .small { state.suspend() }
            return (.proceed, wake)
        }
        wake()
        if next == .refuse { self.abort(.bodyTooLarge(limit: self.limits.maxBodyBytes)) }
        return next != .close
    }

    /// What `fill` gives back when there is nothing more to send.
    enum Filled {
        case bytes(Int)
        case ended
        case failed
    }

    /// libmicrohttpd wants bytes of a streamed answer. No bytes means that it has been suspended.
    func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Filled {
        let (filled, writer) = self.state.withLock { state -> (Filled, BodyWriter?) in
            if state.outbound.count == 0 {
                if state.failure != nil {
                    state.isBroken = true
                    return (.failed, nil)
                }
                if state.outbound.hasEnded { return (.ended, nil) }
                state.suspend()
                return (.bytes(0), nil)
            }
            let count = state.outbound.move(to: buffer)
            return (.bytes(count), state.outbound.count < self.limits.window ? state.writer.take() : nil)
        }
        writer?.resume()
        return filled
    }

    /// libmicrohttpd has done with this request, one way or another. Its code does not tell which: "completed" also follows an error answer of its
    /// own. A handler still at work has lost its client.
    func completed() {
        self.connection.ended()
        self.abort(.clientGone)
        let isBroken = self.state.withLock { state in
            state.release()
            return state.isBroken
        }
        // 0.9.75 marks the connection closed and then waits for an event on it before it closes the socket.
        if isBroken { self.connection.cut() }
    }
}

/// What is alive, for tests that look for leaks and for the drain.
final class Tally: Sendable {
    /// Exchanges in memory.
    let exchanges = Atomic(0)
    /// Handlers at work.
    let handlers = Atomic(0)
}
