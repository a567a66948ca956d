public import Observability
import Synchronization

/// Counts requests and measures how long their answers take to begin.
///
/// Labels are the method, the route's template and the class of the status: their number is bounded by the routes, whatever clients send.
public final class MetricsMiddleware<Context: RequestContext>: RouterMiddleware {
    private struct Key: Hashable {
        let method: HTTPMethod
        let route: String
        let status: String
    }

    private struct Instruments {
        let total: Counter
        let duration: Histogram
    }

    private let registry: MetricsRegistry
    private let inFlight: Gauge
    private let state = Mutex<(inFlight: Int, known: [Key: Instruments])>((0, [:]))

    /// Middleware that keeps its figures in a registry.
    public init(registry: MetricsRegistry) {
        self.registry = registry
        self.inFlight = registry.gauge("http_requests_in_flight", help: "Requests whose answer has not begun.")
    }

    /// Counts the request when its answer is there.
    public func handle(_ request: HTTPRequest, context: Context, next: @escaping RouteHandler<Context>) async throws -> HTTPResponse {
        let began = ContinuousClock.now
        self.changeInFlight(by: 1)
        defer { self.changeInFlight(by: -1) }
        let response = try await next(request, context)
        let instruments = self.instruments(
            Key(
                method: HTTPMethod.known.contains(request.method) ? request.method : .other, route: context.route ?? "none",
                status: response.status.classLabel))
        instruments.total.increment()
        instruments.duration.observe(.now - began)
        return response
    }

    private func changeInFlight(by change: Int) {
        self.state.withLock { state in
            state.inFlight += change
            self.inFlight.set(state.inFlight)
        }
    }

    private func instruments(_ key: Key) -> Instruments {
        self.state.withLock { state in
            if let known = state.known[key] { return known }
            let made = Instruments(
                total: self.registry.counter(
                    "http_requests_total", help: "Requests answered, by method, route and class of status.",
                    labels: ["method": key.method.rawValue, "route": key.route, "status": key.status]),
                duration: self.registry.histogram(
                    "http_request_duration_seconds", help: "From the head of a request to its answer, by method and route.",
                    labels: ["method": key.method.rawValue, "route": key.route]))
            state.known[key] = made
            return made
        }
    }
}
