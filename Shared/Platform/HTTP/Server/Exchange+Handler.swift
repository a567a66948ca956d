import Synchronization

/// What the handler's task does: it reads the body, answers, and writes a stream.
extension Exchange: BodySource, BodySink {
    func nextBytes() async throws -> [UInt8]? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: BodyReader) in
                let result = self.state.withLock { state -> Result<[UInt8]?, any Error>? in
                    if let failure = state.failure { return .failure(failure) }
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if !state.early.isNone { return .failure(ExchangeEnded.bodyForgone) }
                    if state.body.hasEnded { return .success(state.body.take()) }
                    state.body.isDemanded = true
                    if !state.body.hasBegun || state.body.buffered >= self.limits.window { state.resume() }
                    if let bytes = state.body.take() { return .success(bytes) }
                    precondition(state.reader == nil, "a body has one reader at a time")
                    state.reader = continuation
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            self.state.withLock { $0.reader.take() }?.resume(throwing: CancellationError())
        }
    }

    /// Gives the answer; nothing when one has been given already.
    func respond(_ response: HTTPResponse) {
        let wake = self.state.withLock { state -> Wake in
            guard state.response == nil, state.failure == nil else { return .nobody }
            state.response = response
            defer { state.resume() }
            return state.body.interruptsAnAnswer ? self.endEarly(&state) : .nobody
        }
        wake()
    }

    /// Whether the handler should write its stream: not when the client has gone, the answer has been cut short, or an endless stream would begin
    /// while the server stops.
    func beginProducing() -> Bool {
        self.state.withLock { state in
            if state.failure != nil || state.hasSpoken { return false }
            if state.isDraining, case .untilStopped = state.response?.body { return false }
            state.isProducing = true
            return true
        }
    }

    func write(_ bytes: [UInt8]) async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: BodyWriter) in
                let result = self.state.withLock { state -> Result<Void, any Error>? in
                    if let failure = state.failure { return .failure(failure) }
                    if state.hasSpoken { return .failure(ExchangeEnded.clientTooSlow) }
                    if Task.isCancelled { return .failure(CancellationError()) }
                    precondition(state.writer == nil, "a stream has one writer at a time")
                    state.outbound.append(bytes, window: self.limits.window)
                    state.resume()
                    guard state.outbound.count >= self.limits.window else { return .success(()) }
                    state.writer = continuation
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            self.state.withLock { $0.writer.take() }?.resume(throwing: CancellationError())
        }
    }

    /// The stream has been written. False when it is not as long as it said: it is broken off, since libmicrohttpd would leave the client waiting
    /// for the rest and go on to the next request.
    @discardableResult func finish() -> Bool {
        self.state.withLock { state in
            state.outbound.hasEnded = true
            if case .stream(let length?, _) = state.response?.body, state.outbound.written != length, state.failure == nil {
                state.failure = .streamFailed
            }
            state.resume()
            return state.failure != .streamFailed
        }
    }

    /// Whether an endless stream ended because it was asked to.
    var wasAskedToStop: Bool { self.state.withLock { $0.isDraining && $0.failure == nil } }
}
