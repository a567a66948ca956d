import CCurl
import Synchronization

/// Wakes the thread of a transfer that nobody waits for any more.
final class TransferCancellation: Sendable {
    // curl_multi_wakeup(3) may be called from any thread, and the lock keeps the handle alive meanwhile.
    private struct State: @unchecked Sendable {
        var isCancelled = false
        var multi: UnsafeMutableRawPointer?
    }

    private let state = Mutex(State())

    var isCancelled: Bool { self.state.withLock { $0.isCancelled } }

    /// Ends the transfer, now or as soon as it begins.
    func cancel() {
        self.state.withLock { state in
            state.isCancelled = true
            if let multi = state.multi { curl_multi_wakeup(multi) }
        }
    }

    /// Says which handle to wake; nil once it has ended.
    func watch(_ multi: UnsafeMutableRawPointer?) {
        self.state.withLock { $0.multi = multi }
    }
}
