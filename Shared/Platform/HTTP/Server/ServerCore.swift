import CMicroHTTPD
import Observability
import Synchronization

/// What libmicrohttpd's callbacks need of a server: it outlives the daemon.
final class ServerCore: Sendable {
    let limits: HTTPServerConfiguration
    let responder: any HTTPResponder
    let logger: Logger
    let watcher = Watcher()
    let tally = Tally()
    let phase = Phase()

    init(limits: HTTPServerConfiguration, responder: any HTTPResponder, logger: Logger) {
        self.limits = limits
        self.responder = responder
        self.logger = logger
    }

    /// What libmicrohttpd says of its connections: errors of clients, nothing that someone must act upon.
    func note(_ line: String) {
        self.logger.debug("libmicrohttpd says", metadata: ["line": String(line.split(separator: "\n").first ?? "")])
    }

    func makeExchange(target: String, at address: UInt, on connection: Connection) -> Exchange {
        Exchange(target: target, at: address, connection: connection, limits: self.limits, tally: self.tally)
    }

    /// Checks a head and starts its handler. An answer given back refuses the request and ends the connection.
    func begin(
        _ exchange: Exchange, on connection: OpaquePointer?, method: UnsafePointer<CChar>, version: UnsafePointer<CChar>
    ) -> HTTPResponse? {
        if self.phase.value == .stopping { return HTTPResponse(status: .serviceUnavailable) }
        let head: RequestHead
        do { head = try RequestHead(connection, method: method, version: version, exchange: exchange, limits: self.limits) } catch {
            self.logger.debug("a request was refused", metadata: ["status": "\(error.status)", "reason": error.message])
            let headers: HTTPFields = [.contentType: "text/plain; charset=utf-8"]
            return HTTPResponse(status: error.status, headers: headers, body: .text(error.message + "\n"))
        }
        let isTooLong = head.length > self.limits.maxBodyBytes
        let refusal = isTooLong ? HTTPResponse(status: .contentTooLarge, headers: [.connection: "close"]) : nil
        exchange.begin(handle: UInt(bitPattern: connection), body: head.body, response: refusal)
        exchange.connection.began(exchange)
        if !isTooLong {
            let body = HTTPRequestBody(source: exchange)
            self.launch(HTTPRequest(method: head.method, target: head.target, headers: head.fields, body: body), on: exchange)
        }
        return nil
    }

    /// The one task of a request. It is unstructured because libmicrohttpd's thread starts it; the exchange owns it and the drain waits for it.
    private func launch(_ request: HTTPRequest, on exchange: Exchange) {
        self.tally.handlers.add(1, ordering: .relaxed)
        exchange.run(
            Task {
                defer { self.tally.handlers.subtract(1, ordering: .relaxed) }
                let response = await self.responder.respond(to: request)
                exchange.respond(response)
                guard request.method != .head else { return }
                switch response.body {
                case .bytes, .file: break
                case .stream(_, let produce): await self.produce(produce, on: exchange, isEndless: false)
                case .untilStopped(let produce): await self.produce(produce, on: exchange, isEndless: true)
                }
            })
    }

    private func produce(_ produce: @Sendable (HTTPBodyWriter) async throws -> Void, on exchange: Exchange, isEndless: Bool) async {
        guard exchange.beginProducing() else {
            exchange.finish()
            return
        }
        do {
            try await produce(HTTPBodyWriter(sink: exchange))
            if !exchange.finish() { self.logger.error("a streamed answer was not as long as it had promised") }
        } catch {
            if isEndless, exchange.wasAskedToStop {
                exchange.finish()
                return
            }
            if !(error is ExchangeEnded), !(error is CancellationError) {
                self.logger.error("a streamed answer broke off", metadata: ["error": "\(error)"])
            }
            exchange.abort(.streamFailed)
        }
    }
}

/// How far a server is on its way to its end.
final class Phase: Sendable {
    enum Value: Int {
        case open
        /// No new connection; each answer ends its connection.
        case draining
        /// No new request.
        case stopping
    }

    private let number = Atomic(Value.open.rawValue)

    var value: Value { Value(rawValue: self.number.load(ordering: .acquiring)) ?? .stopping }

    func move(to value: Value) {
        self.number.store(value.rawValue, ordering: .releasing)
    }
}
