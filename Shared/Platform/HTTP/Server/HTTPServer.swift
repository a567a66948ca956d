public import Observability
public import ServiceLifecycle
import Synchronization
import Threads

/// An HTTP/1.1 server: libmicrohttpd moves the bytes on its own threads, every request has a task of Swift's.
///
/// A graceful shutdown refuses new connections, lets the requests in flight finish within the drain time, and ends each connection with its answer;
/// endless streams are cancelled as soon as it begins. A cancellation does the same without waiting. A handler that heeds no cancellation is left
/// behind.
///
/// A client that closes its sending side is taken to have gone, since the kernel does not tell the two apart.
public final class HTTPServer: Service {
    private let core: ServerCore
    private let start = StartSignal()

    /// A server that is not running yet.
    public init(configuration: HTTPServerConfiguration = .init(), logger: Logger, responder: any HTTPResponder) {
        self.core = ServerCore(limits: configuration, responder: responder, logger: logger)
    }

    /// Waits until the server listens, and says where. Throws what `run` failed with.
    public func address() async throws -> SocketAddress {
        try await self.start.wait()
    }

    /// Serves until it is told to stop.
    public func run() async throws {
        guard self.start.claim() else { throw HTTPServerError.alreadyRun }
        let daemon: Daemon
        do {
            daemon = try Daemon(core: self.core)
        } catch {
            self.start.finish(.failure(error))
            throw error
        }
        let watcher = self.core.watcher.start(headTimeout: self.core.limits.headTimeout)
        let configured = SocketAddress(host: self.core.limits.host, port: self.core.limits.port)
        let address = daemon.address ?? configured
        self.core.logger.info("listening", metadata: ["address": "\(address)"])
        self.start.finish(.success(address))
        do { try await gracefulShutdown() } catch {}  // cancelled: the drain sees that by itself
        await self.stop(daemon, watcher)
        self.core.logger.info("stopped listening", metadata: ["address": "\(address)"])
    }

    /// On a thread of its own: ending the daemon blocks.
    private func stop(_ daemon: consuming Daemon, _ watcher: OSThread) async {
        let isCutShort = CutShort()
        let daemon = Handed(daemon)
        var thread: OSThread?
        await withTaskCancellationHandler {
            await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
                thread = OSThread.start(name: "http-drain") {
                    daemon.take()?.drain { isCutShort.flag.load(ordering: .relaxed) }
                    watcher.join()
                    continuation.resume()
                }
            }
        } onCancel: {
            isCutShort.flag.store(true, ordering: .relaxed)
        }
        thread?.join()
    }

    /// Connections that are open.
    public var openConnections: Int { self.core.watcher.count }
    /// Handlers at work.
    public var runningHandlers: Int { self.core.tally.handlers.load(ordering: .relaxed) }
    /// Whether it has been asked to stop and has begun to.
    var isDraining: Bool { self.core.phase.value != .open }
    /// Exchanges in memory; with none open, none.
    var liveExchanges: Int { self.core.tally.exchanges.load(ordering: .relaxed) }
}

/// Says that a drain shall wait no longer.
private final class CutShort: Sendable {
    let flag = Atomic(false)
}

/// Carries the daemon to the thread that ends it, once.
private final class Handed: Sendable {
    private let daemon: Mutex<Daemon?>

    init(_ daemon: consuming Daemon) {
        self.daemon = Mutex(daemon)
    }

    func take() -> Daemon? {
        self.daemon.withLock { $0.take() }
    }
}
