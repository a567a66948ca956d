/// One thing that happened.
public struct LogEvent: Sendable {
    /// How much it matters.
    public let level: Logger.Level
    /// Who says so.
    public let label: String
    /// The sentence, the same at every occurrence.
    public let message: StaticString
    /// What varies.
    public let metadata: Logger.Metadata
    /// The request it belongs to, if any.
    public let trace: TraceContext?
}

/// Where log events go.
public protocol LogHandler: Sendable {
    /// Takes one event. Called from any thread; must not block for long.
    func log(_ event: LogEvent)
}
