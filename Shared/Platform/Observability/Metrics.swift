import Synchronization

/// All instruments of a process, and their exposition for Prometheus.
///
/// Asking twice for one name and one set of labels gives the same instrument. Labels never hold ids: a metric has at most `seriesLimit`
/// different sets of them; what is asked for beyond is counted in `cairn_metrics_series_refused_total` and shown nowhere.
public final class MetricsRegistry: Sendable {
    /// How many sets of labels one metric may have.
    public static let seriesLimit = 500

    private struct Family {
        let kind: Kind
        let help: String
        var series: [[String]: any Instrument] = [:]
        var labelNames: [String]
    }

    enum Kind: String { case counter, gauge, histogram }

    private let families = Mutex<[String: Family]>([:])
    private let refused = Counter()

    /// A registry without instruments.
    public init() {}

    /// Something that only grows. Its name ends in `_total`.
    public func counter(_ name: String, help: String, labels: KeyValuePairs<String, String> = [:]) -> Counter {
        self.instrument(name, .counter, help, labels) { Counter() }
    }

    /// Something that goes up and down.
    public func gauge(_ name: String, help: String, labels: KeyValuePairs<String, String> = [:]) -> Gauge {
        self.instrument(name, .gauge, help, labels) { Gauge() }
    }

    /// How something is spread. Bounds are upper ones, ascending; seconds when the name ends in `_seconds`.
    public func histogram(
        _ name: String, help: String, labels: KeyValuePairs<String, String> = [:], bounds: [Double] = Histogram.seconds
    ) -> Histogram {
        self.instrument(name, .histogram, help, labels) { Histogram(bounds: bounds) }
    }

    private func instrument<I: Instrument>(
        _ name: String, _ kind: Kind, _ help: String, _ labels: KeyValuePairs<String, String>, _ make: () -> I
    ) -> I {
        let names = labels.map(\.key)
        let values = labels.map(\.value)
        return self.families.withLock { families in
            var family = families[name] ?? Family(kind: kind, help: help, labelNames: names)
            precondition(family.kind == kind && family.labelNames == names, "metric \(name) is declared in two ways")
            if let known = family.series[values] as? I { return known }
            let new = make()
            guard family.series.count < Self.seriesLimit else {
                self.refused.increment()
                return new
            }
            family.series[values] = new
            families[name] = family
            return new
        }
    }

    /// The names of all metrics declared so far.
    public var names: [String] { self.families.withLock { $0.keys.sorted() } }

    /// Prometheus text exposition format 0.0.4, by name and labels in order.
    public func exposition() -> String {
        let families = self.families.withLock { $0 }
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            text += "# HELP \(name) \(Self.escaped(family.help, quotes: false))\n# TYPE \(name) \(family.kind.rawValue)\n"
            for (values, instrument) in family.series.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                let labels = zip(family.labelNames, values).map { "\($0)=\"\(Self.escaped($1, quotes: true))\"" }
                instrument.write(name: name, labels: labels, into: &text)
            }
        }
        text += "# HELP cairn_metrics_series_refused_total Instruments asked for beyond the limit of label sets.\n"
        text += "# TYPE cairn_metrics_series_refused_total counter\n"
        self.refused.write(name: "cairn_metrics_series_refused_total", labels: [], into: &text)
        return text
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
