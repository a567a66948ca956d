import CRDKafka
import Synchronization

/// One page on its way: it counts the reports that are still to come, and lets its sender go on when the last one has come.
///
/// Each record carries the address of its slot, so that a report finds its page and its index without anything being allocated for it.
final class PageDelivery: @unchecked Sendable {  // `slots` is written in `init` only; the rest is atomic or locked
    struct Slot {
        unowned(unsafe) let page: PageDelivery
        let index: Int
    }

    private struct State {
        var cause: KafkaError?
        var causeSize = 0
        var failed = 0
        var isDone = false
        var topics: [(name: String, record: Int)] = []
        var begunAt: ContinuousClock.Instant?
        var waiting: UnsafeContinuation<Void, Never>?
    }

    let count: Int
    private let slots: UnsafeMutablePointer<Slot>
    private let outstanding: Atomic<Int>
    private let abandoned = Atomic<Bool>(false)
    private let state = Mutex(State())
    private let onTrouble: @Sendable () -> Void

    /// `onTrouble` is called when the page can no longer succeed, from any thread: what is still on the way should be purged.
    init(count: Int, onTrouble: @escaping @Sendable () -> Void) {
        self.count = count
        self.onTrouble = onTrouble
        self.outstanding = Atomic(count)
        self.slots = .allocate(capacity: max(count, 1))
        for index in 0..<count { (self.slots + index).initialize(to: Slot(page: self, index: index)) }
    }

    deinit {
        self.slots.deallocate()
    }

    /// What librdkafka carries along with a record.
    func opaque(of index: Int) -> UnsafeMutableRawPointer { UnsafeMutableRawPointer(self.slots + index) }

    /// Whether the rest of the page need not be produced any more.
    var isAbandoned: Bool { self.abandoned.load(ordering: .relaxed) }

    /// Its topics, each with the index of its first record. Known once the page has been checked.
    var topics: [(name: String, record: Int)] { self.state.withLock { $0.topics } }

    /// Whether a record of it has been handed to librdkafka.
    var hasBegun: Bool { self.state.withLock { $0.begunAt != nil } }

    func begin(_ topics: [(name: String, record: Int)]) {
        self.state.withLock { state in
            state.topics = topics
            state.begunAt = .now
        }
    }

    func begun(before instant: ContinuousClock.Instant) -> Bool {
        self.state.withLock { $0.begunAt.map { $0 < instant } ?? false }
    }

    /// Why the page failed. Nil while it has not.
    var failure: KafkaError? { self.state.withLock { $0.cause } }

    /// What stands for the cause when records failed without one: purged on behalf of another page, or lost with the client.
    var lost: KafkaError? {
        self.failedCount == 0 ? nil : KafkaError(.closed, "\(self.failedCount) records of the page were given up with their client")
    }

    /// How many of its records were not acknowledged.
    var failedCount: Int { self.state.withLock { $0.failed } }

    /// Gives the page up, for a reason that stands above what its records meet.
    func abandon(_ reason: KafkaError) {
        self.state.withLock { state in
            if !state.isDone, state.cause == nil || reason.code == .cancelled { state.cause = reason }
        }
        self.abandoned.store(true, ordering: .relaxed)
        self.onTrouble()
    }

    /// One record is acknowledged.
    func acknowledged() { self.settle(1) }

    /// One record failed. What fails in consequence (purged, client destroyed) is no cause of its own.
    ///
    /// A broker refuses a whole batch as too large: the largest record of it is named. Otherwise the first one is.
    func refused(_ index: Int, _ code: rd_kafka_resp_err_t, size: Int) {
        let isConsequence =
            code == RD_KAFKA_RESP_ERR__PURGE_QUEUE || code == RD_KAFKA_RESP_ERR__PURGE_INFLIGHT || code == RD_KAFKA_RESP_ERR__DESTROY
        let isFirst = self.state.withLock { state in
            state.failed += 1
            if isConsequence || state.cause?.code == .cancelled || state.cause?.code == .closed { return false }
            let error = KafkaError(code, "record \(index) of the page", record: index)
            guard let known = state.cause, let knownIndex = known.record else {
                (state.cause, state.causeSize) = (error, size)
                return true
            }
            let takesPlace = error.code == .tooLarge && known.code == .tooLarge ? size > state.causeSize : index < knownIndex
            if takesPlace { (state.cause, state.causeSize) = (error, size) }
            return false
        }
        if isFirst {
            self.abandoned.store(true, ordering: .relaxed)
            self.onTrouble()
        }
        self.settle(1)
    }

    /// So many records were never produced, or no report of them can come any more.
    func withdrawn(_ count: Int) {
        self.state.withLock { $0.failed += count }
        self.settle(count)
    }

    /// The client is gone: no report can come any more.
    func orphaned() {
        self.withdrawn(self.outstanding.load(ordering: .acquiring))
    }

    private func settle(_ count: Int) {
        guard count > 0, self.outstanding.subtract(count, ordering: .acquiringAndReleasing).newValue == 0 else { return }
        let waiting = self.state.withLock { state in
            state.isDone = true
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }

    /// Waits for the last report.
    func wait() async {
        await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
            let isDone = self.state.withLock { state in
                if !state.isDone { state.waiting = continuation }
                return state.isDone
            }
            if isDone { continuation.resume() }
        }
    }
}
