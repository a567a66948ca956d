import Synchronization

/// What a registry can write down.
protocol Instrument: Sendable {
    func write(name: String, labels: [String], into text: inout String)
}

/// Something that only grows.
public final class Counter: Instrument {
    private let count = Atomic<Int>(0)

    /// A counter at 0.
    public init() {}

    /// The sum so far.
    public var value: Int { self.count.load(ordering: .relaxed) }

    /// Adds; never a negative number.
    public func increment(by amount: Int = 1) {
        precondition(amount >= 0, "a counter only grows")
        self.count.add(amount, ordering: .relaxed)
    }

    func write(name: String, labels: [String], into text: inout String) {
        text += "\(series(name, labels)) \(self.value)\n"
    }
}

/// Something that goes up and down.
public final class Gauge: Instrument {
    private let bits = Atomic<UInt64>(0)

    /// A gauge at 0.
    public init() {}

    /// What was set last.
    public var value: Double { Double(bitPattern: self.bits.load(ordering: .relaxed)) }

    /// Sets it.
    public func set(_ value: Double) {
        self.bits.store(value.bitPattern, ordering: .relaxed)
    }

    /// Sets it.
    public func set(_ value: Int) {
        self.set(Double(value))
    }

    func write(name: String, labels: [String], into text: inout String) {
        text += "\(series(name, labels)) \(number(self.value))\n"
    }
}

/// How something is spread, in buckets with fixed upper bounds.
public final class Histogram: Instrument {
    /// Upper bounds in seconds, from half a millisecond to ten seconds.
    public static let seconds = [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private struct State {
        var counts: [Int]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let state: Mutex<State>

    /// A histogram without observations.
    public init(bounds: [Double]) {
        precondition(bounds == bounds.sorted(), "bounds ascend")
        self.bounds = bounds
        self.state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    /// Takes one observation.
    public func observe(_ value: Double) {
        let bucket = self.bounds.firstIndex { value <= $0 } ?? self.bounds.count
        self.state.withLock {
            $0.counts[bucket] += 1
            $0.sum += value
        }
    }

    /// Takes one duration, in seconds.
    public func observe(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.observe(Double(seconds) + Double(attoseconds) / 1e18)
    }

    /// How many observations there were.
    public var count: Int { self.state.withLock { $0.counts.reduce(0, +) } }

    func write(name: String, labels: [String], into text: inout String) {
        let state = self.state.withLock { $0 }
        var total = 0
        for (bound, count) in zip(self.bounds.map(number) + ["+Inf"], state.counts) {
            total += count
            text += "\(series(name + "_bucket", labels + ["le=\"\(bound)\""])) \(total)\n"
        }
        text += "\(series(name + "_sum", labels)) \(number(state.sum))\n\(series(name + "_count", labels)) \(total)\n"
    }
}

private func series(_ name: String, _ labels: [String]) -> String {
    labels.isEmpty ? name : "\(name){\(labels.joined(separator: ","))}"
}

private func number(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
    return "\(value)"
}
