import Observability

extension WallTime {
    /// Refuses an end that is over by this moment, or too far away.
    func checkEnd(_ end: WallTime, within longest: Duration) throws(WalletError) {
        guard self < end, end < self + longest || end == self + longest else {
            throw .endOutOfRange(days: Int(longest.components.seconds / 86_400))
        }
    }
}
