/// Whether a client takes its answer fast enough: measured in what it has acknowledged, so that it holds for files, bytes and streams alike.
struct DownloadPace {
    private var began: (at: ContinuousClock.Instant, acknowledged: UInt64)?

    /// Takes one look. True when the client has been slower than `rate` for `patience`, bytes waiting for it all the time.
    mutating func isTooSlow(
        acknowledged: UInt64, waiting: Int, now: ContinuousClock.Instant, rate: Int, patience: Duration
    ) -> Bool {
        guard waiting > 0 else {
            self.began = nil
            return false
        }
        guard let began else {
            self.began = (now, acknowledged)
            return false
        }
        let elapsed = now - began.at
        guard elapsed >= patience else { return false }
        self.began = (now, acknowledged)
        let taken = Double(acknowledged &- began.acknowledged)
        return taken < Double(rate) * (elapsed / .seconds(1))
    }
}
