/// Something that works as long as the process lives.
///
/// `run` returns when its task is cancelled or a graceful shutdown is asked for, and not before: a service that ends by itself ends its group.
public protocol Service: Sendable {
    /// Works until it is told to stop.
    func run() async throws
}
