import Configuration
import Synchronization

/// A line that tells how far something is, written anew as it goes on; where no person looks on, a line now and then.
final class ProgressLine: Sendable {
    /// How often it is written for a person.
    static let interval = Duration.milliseconds(200)
    /// How often it is written where nobody looks on.
    static let plainInterval = Duration.seconds(5)

    private let terminal: Terminal
    private let verb: String
    private let unit: ProgressText.Unit
    private let now: @Sendable () -> Duration
    private let began: Duration
    private let state = Mutex<(last: Duration?, isShown: Bool)>((nil, false))

    /// Begins now. `now` is the time since any moment that stays the same.
    init(_ verb: String, _ unit: ProgressText.Unit, on terminal: Terminal, now: @escaping @Sendable () -> Duration) {
        self.terminal = terminal
        self.verb = verb
        self.unit = unit
        self.now = now
        self.began = now()
    }

    /// Tells how far it is, if it is time to.
    func update(_ done: Int, of total: Int?) {
        let now = self.now()
        let interval = self.terminal.isInteractive ? Self.interval : Self.plainInterval
        let isDue = self.state.withLock { state in
            guard now - (state.last ?? self.began) >= interval else { return false }
            state = (now, true)
            return true
        }
        if isDue { self.terminal.show(progress: self.text(done, total, now)) }
    }

    /// Tells the end, however long ago the last line is.
    func finish(_ done: Int, of total: Int?) {
        self.terminal.show(progress: self.text(done, total, self.now()))
        if self.terminal.isInteractive { self.terminal.print("") }
    }

    private func text(_ done: Int, _ total: Int?, _ now: Duration) -> String {
        ProgressText(verb: self.verb, unit: self.unit, done: done, total: total, elapsed: now - self.began).line
    }
}
