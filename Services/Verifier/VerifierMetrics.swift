import Credentials
import Observability

/// What the verifier counts.
struct VerifierMetrics: Sendable {
    /// Seconds since the catalogue was last read to its end, as the last look found.
    let catalogueAge: Gauge
    /// Verdicts given, by their one word.
    private let verdicts: [Verdict.Overall: Counter]

    /// The verifier's metrics in a registry.
    init(_ registry: MetricsRegistry) {
        self.catalogueAge = registry.gauge(
            "cairn_verifier_catalogue_age_seconds", help: "Seconds since the catalogue was last read to its end.")
        let words: [Verdict.Overall] = [.valid, .invalid, .unchecked]
        self.verdicts = Dictionary(
            uniqueKeysWithValues: words.map { word in
                (word, registry.counter("cairn_verifier_verdicts_total", help: "Verdicts given.", labels: ["verdict": word.rawValue]))
            })
    }

    /// Counts one.
    func count(_ verdict: Verdict) {
        self.verdicts[verdict.overall]?.increment()
    }
}
