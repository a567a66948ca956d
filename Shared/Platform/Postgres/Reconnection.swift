/// When the next connection may be tried, after some could not be made.
///
/// The pause doubles with each failure, from `first` to `longest`; chance shortens it by up to half, so that processes that lost one server
/// together do not come back together.
struct Reconnection: Sendable {
    let first: Duration
    let longest: Duration
    private(set) var failures = 0
    private var resume: ContinuousClock.Instant?
    private(set) var reason = ""

    init(first: Duration, longest: Duration) {
        self.first = first
        self.longest = longest
    }

    /// How long to wait still; nil when a try is due.
    func pause(at now: ContinuousClock.Instant) -> Duration? {
        guard let resume, resume > now else { return nil }
        return resume - now
    }

    /// `chance` is from 0 to below 1.
    mutating func failed(at now: ContinuousClock.Instant, reason: String, chance: Double) {
        let doubled = self.failures < 20 ? min(self.longest, self.first * (1 << self.failures)) : self.longest
        self.failures += 1
        self.reason = reason
        self.resume = now + doubled * (1 - chance / 2)
    }

    mutating func succeeded() {
        self.failures = 0
        self.resume = nil
        self.reason = ""
    }
}
