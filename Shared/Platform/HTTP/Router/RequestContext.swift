public import Observability

/// What goes with a request through middleware to its handler. A service declares its own, with what its middleware finds out (who asks, for which
/// college).
public protocol RequestContext: Sendable {
    /// A context at the beginning of a request.
    init(source: RequestContextSource)
    /// What every request has.
    var core: CoreRequestContext { get set }
}

extension RequestContext {
    /// Where the request's events are written.
    public var logger: Logger {
        get { self.core.logger }
        set { self.core.logger = newValue }
    }
    /// What the path's `{names}` stand for in this request.
    public var parameters: PathParameters { self.core.parameters }
    /// The template of the route, such as `/items/{id}`: fit for metrics and logs, where a path with ids is not. Nil when no route has this path.
    public var route: String? { self.core.route }
    /// The request's number in this process.
    public var id: UInt64 { self.core.id }
    /// The journey the request belongs to.
    public var trace: TraceContext? { TraceContext.current }
}

/// What every request has.
public struct CoreRequestContext: Sendable {
    /// The request's number in this process.
    public let id: UInt64
    /// Where the request's events are written.
    public var logger: Logger
    var parameters = PathParameters()
    var route: String?

    /// The beginning of a request.
    public init(source: RequestContextSource) {
        self.id = source.id
        self.logger = source.logger
        self.parameters = source.parameters
        self.route = source.route
    }
}

/// What a context is made from.
public struct RequestContextSource: Sendable {
    let id: UInt64
    let logger: Logger
    let parameters: PathParameters
    let route: String?
}

/// A context with nothing of its own.
public struct BasicRequestContext: RequestContext {
    /// What every request has.
    public var core: CoreRequestContext

    /// A context at the beginning of a request.
    public init(source: RequestContextSource) {
        self.core = CoreRequestContext(source: source)
    }
}

/// What the `{names}` of a route's template stand for, decoded.
public struct PathParameters: Sendable, Hashable {
    private var pairs: [Pair] = []

    private struct Pair: Sendable, Hashable {
        let name: String
        let value: String
    }

    init() {}

    init(names: [String], values: [String]) {
        self.pairs = zip(names, values).map { Pair(name: $0, value: $1) }
    }

    /// What a name stands for; nil when the template has no such name.
    public subscript(name: String) -> String? { self.pairs.first { $0.name == name }?.value }

    /// What a name stands for. The template must have it.
    public func require(_ name: String) throws(HTTPError) -> String {
        guard let value = self[name] else { throw HTTPError(.internalServerError, "The route has no parameter \(name).") }
        return value
    }

    /// What a name stands for, as a value of a type. Throws 400 when it is none.
    public func require<Value: LosslessStringConvertible>(_ name: String, as type: Value.Type) throws(HTTPError) -> Value {
        guard let value = Value(try self.require(name)) else {
            throw HTTPError(.badRequest, "The part \(name) of the path is not what it must be.")
        }
        return value
    }
}
