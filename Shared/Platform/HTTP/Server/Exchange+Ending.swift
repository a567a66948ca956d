import CMicroHTTPD
import Synchronization

extension Exchange {
    /// Looks at the deadlines of this exchange.
    func sweep(now: ContinuousClock.Instant) {
        // Asking the kernel costs two calls: only where an answer is under way.
        let isAnswered = self.state.withLock { $0.isAnswered }
        let progress = isAnswered ? self.connection.progress() : (acknowledged: 0, waiting: 0)
        switch self.state.withLock({ self.judge(&$0, now: now, progress: progress) }) {
        case .nothing: break
        case .cut: self.connection.cut()
        case .abort(let reason): self.abort(reason)
        case .cutAfterAbort(let reason):
            self.abort(reason)
            self.connection.cut()
        }
    }

    private enum Sentence {
        case nothing
        case cut
        case abort(ExchangeEnded)
        case cutAfterAbort(ExchangeEnded)
    }

    private func judge(
        _ state: inout ExchangeState, now: ContinuousClock.Instant, progress: (acknowledged: UInt64, waiting: Int)
    ) -> Sentence {
        switch state.early {
        case .spoken(let since):
            return now - since > self.limits.linger ? .cut : .nothing
        case .swallowing(let since):
            if now - since > self.limits.linger, !state.isAnswered {
                self.speak(state.response.map { HTTPResponse(status: $0.status) }, &state)
            }
            if !state.isAnswered { return .nothing }
        case .none: break
        }
        if state.isAnswered {
            let isTooSlow = state.pace.isTooSlow(
                acknowledged: progress.acknowledged, waiting: progress.waiting, now: now, rate: self.limits.leastDownloadRate,
                patience: self.limits.downloadPatience)
            return isTooSlow ? .cutAfterAbort(.clientTooSlow) : .nothing
        }
        // Bytes that came buy time, so that a large upload may last and a trickle may not.
        let deadline =
            if let end = state.body.endedAt { end + self.limits.requestTimeout } else {
                state.started + self.limits.requestTimeout + .seconds(Double(state.body.received) / Double(self.limits.leastUploadRate))
            }
        guard now > deadline else { return .nothing }
        if state.failure != nil { return .cut }
        return .abort(state.body.isArriving && state.body.buffered < self.limits.window ? .clientTooSlow : .timedOut)
    }

    /// Ends the exchange from outside: cancels the handler, wakes whatever waits, answers if that is still possible.
    func abort(_ reason: ExchangeEnded) {
        let (task, reader, writer) = self.state.withLock { state -> (Task<Void, Never>?, BodyReader?, BodyWriter?) in
            if state.failure == nil {
                state.failure = reason
                if reason != .clientGone, !state.isAnswered {
                    state.response = state.response ?? HTTPResponse(status: reason.status, headers: [.connection: "close"])
                    if state.body.isArriving, !state.hasSpoken { _ = self.endEarly(&state, mayWait: false) }
                }
            }
            state.resume()
            return (state.task, state.reader.take(), state.writer.take())
        }
        task?.cancel()
        reader?.resume(throwing: reason)
        writer?.resume(throwing: reason)
    }

    /// The server has begun to stop: a stream that would go on until then is told so.
    func drain() {
        let task = self.state.withLock { state -> Task<Void, Never>? in
            state.isDraining = true
            if state.isProducing, case .untilStopped = state.response?.body { return state.task }
            return nil
        }
        task?.cancel()
    }

    /// Gives the answer while the body arrives. Called under the lock, so that libmicrohttpd can't come to the end of the body and close meanwhile.
    ///
    /// A short answer goes past libmicrohttpd at once. A long or streamed one waits for the end of the body, for `linger`; then its status alone goes.
    ///
    /// A reader of the body has to be woken: it is told that the rest is forgone.
    func endEarly(_ state: inout ExchangeState, mayWait: Bool = true) -> Wake {
        _ = state.body.take()
        guard let response = state.response else { return .nobody }
        if let bytes = response.lastWords(limit: self.limits.maxEarlyAnswerBytes) {
            self.speak(bytes, &state)
        } else if mayWait {
            state.early = .swallowing(since: .now)
        } else {
            self.speak(HTTPResponse(status: response.status), &state)
        }
        guard mayWait, let reader = state.reader.take() else { return .nobody }
        return .with(reader, .failure(ExchangeEnded.bodyForgone))
    }

    private func speak(_ response: HTTPResponse?, _ state: inout ExchangeState) {
        if let bytes = response?.lastWords(limit: self.limits.maxEarlyAnswerBytes) { self.speak(bytes, &state) }
    }

    private func speak(_ bytes: [UInt8], _ state: inout ExchangeState) {
        state.early = .spoken(since: .now)
        self.connection.sendLastWords(bytes)
    }
}

extension HTTPResponse {
    /// The whole answer as bytes that also end the connection; nil when it is a stream, a file, or too long.
    func lastWords(limit: Int) -> [UInt8]? {
        guard case .bytes(let content) = self.body else { return nil }
        var head = "HTTP/1.1 \(self.status.code) \(String(cString: MHD_get_reason_phrase_for(UInt32(self.status.code))))\r\n"
        for field in self.headers where field.name != .connection { head += "\(field.name): \(field.value)\r\n" }
        head += "Content-Length: \(content.count)\r\nConnection: close\r\n\r\n"
        let bytes = Array(head.utf8) + content
        return bytes.count <= limit ? bytes : nil
    }
}
