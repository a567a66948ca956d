import Testing

@testable import Observability

@Suite struct `A metrics registry` {
    @Test func `exposes its instruments as Prometheus reads them`() {
        let metrics = MetricsRegistry()
        metrics.counter("cairn_events_total", help: "Events.", labels: ["topic": "a\"b\\c\nd"]).increment(by: 3)
        metrics.gauge("cairn_lag", help: "Lag.").set(1.5)
        let histogram = metrics.histogram("cairn_step_seconds", help: "Steps.", bounds: [0.1, 1])
        for value in [0.05, 0.1, 0.5, 7] { histogram.observe(value) }
        #expect(
            metrics.exposition() == """
                # HELP cairn_events_total Events.
                # TYPE cairn_events_total counter
                cairn_events_total{topic="a\\"b\\\\c\\nd"} 3
                # HELP cairn_lag Lag.
                # TYPE cairn_lag gauge
                cairn_lag 1.5
                # HELP cairn_step_seconds Steps.
                # TYPE cairn_step_seconds histogram
                cairn_step_seconds_bucket{le="0.1"} 2
                cairn_step_seconds_bucket{le="1"} 3
                cairn_step_seconds_bucket{le="+Inf"} 4
                cairn_step_seconds_sum 7.65
                cairn_step_seconds_count 4
                # HELP cairn_metrics_series_refused_total Instruments asked for beyond the limit of label sets.
                # TYPE cairn_metrics_series_refused_total counter
                cairn_metrics_series_refused_total 0

                """)
    }

    @Test func `gives the same instrument for the same name and labels`() {
        let metrics = MetricsRegistry()
        metrics.counter("a_total", help: "A.", labels: ["x": "1"]).increment()
        metrics.counter("a_total", help: "A.", labels: ["x": "1"]).increment()
        metrics.counter("a_total", help: "A.", labels: ["x": "2"]).increment()
        #expect(metrics.counter("a_total", help: "A.", labels: ["x": "1"]).value == 2)
        #expect(metrics.names == ["a_total"])
    }

    @Test func `counts what goes beyond its limit of label sets, and shows it nowhere`() {
        let metrics = MetricsRegistry()
        for number in 0..<MetricsRegistry.seriesLimit + 2 { metrics.counter("a_total", help: "A.", labels: ["x": "\(number)"]).increment() }
        let lines = metrics.exposition().split(separator: "\n")
        #expect(lines.count { $0.hasPrefix("a_total{") } == MetricsRegistry.seriesLimit)
        #expect(lines.contains("cairn_metrics_series_refused_total 2"))
    }

    @Test func `loses no count under many tasks`() async {
        let counter = Counter()
        await withTaskGroup { group in
            for _ in 0..<20 { group.addTask { for _ in 0..<1_000 { counter.increment() } } }
        }
        #expect(counter.value == 20_000)
    }
}
