/// Where a server listens, and every limit it holds its clients to.
public struct HTTPServerConfiguration: Sendable {
    /// The address to listen on, as digits: `127.0.0.1`, `::1`, `0.0.0.0`, `::`.
    public var host: String
    /// The port; 0 lets the system choose a free one.
    public var port: Int

    /// Threads that move bytes. Handlers run on Swift's pool.
    public var threads = 1
    /// Connections open at a time; more wait in the system's queue.
    public var maxConnections = 10_000
    /// Connections that may wait to be accepted.
    public var backlog = 4_096
    /// Request line and fields together, and each connection's buffer, which is cleared for each request. Above it: 431 (414 when the line alone is
    /// too long).
    public var maxHeadBytes = 16 * 1_024
    /// Fields in a head. Above it: 431.
    public var maxFields = 100
    /// Any body. Above it: 413. Routes set tighter limits of their own.
    public var maxBodyBytes = 4 << 30
    /// Bytes kept per direction and exchange before the sender is held back.
    public var window = 256 * 1_024

    /// From accept, or the previous answer, to the end of the head. It covers idle connections and slow heads.
    public var headTimeout: Duration = .seconds(30)
    /// From the head to the beginning of the answer; body bytes that come extend it, at `leastUploadRate`. Above it: 408 or 503.
    public var requestTimeout: Duration = .seconds(30)
    /// Bytes a second at which a body must come in the end.
    public var leastUploadRate = 16 * 1_024
    /// Bytes a second at which an answer must be taken, measured over `downloadPatience` while bytes wait for the client.
    public var leastDownloadRate = 1_024
    /// For how long a client may take an answer more slowly than that.
    public var downloadPatience: Duration = .seconds(20)
    /// No byte moved in either direction, though one could.
    public var idleTimeout: Duration = .seconds(60)
    /// After an answer given in the middle of a body: how long to swallow the rest, so that the client comes to read the answer.
    public var linger: Duration = .seconds(5)
    /// The longest answer that can be given in the middle of a body; a longer one waits for the end of the body.
    public var maxEarlyAnswerBytes = 32 * 1_024

    /// After the request to stop: how long the requests in flight have.
    public var drainTime: Duration = .seconds(8)
    /// After the request to stop: how long a connection that has no request in hand may still bring one.
    public var idleDrainTime: Duration = .milliseconds(500)
    /// After the request to stop: how long handshakes that have begun may take before the port is closed.
    public var handshakeTime: Duration = .milliseconds(20)

    /// The limits above, on an address.
    public init(host: String = "127.0.0.1", port: Int = 0) {
        self.host = host
        self.port = port
    }
}
