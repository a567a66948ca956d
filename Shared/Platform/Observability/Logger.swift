/// Writes what happened, one event a line.
///
/// A message is a fixed sentence; what varies goes into metadata, under dotted names (`credential.id`). That a message is
/// a `StaticString` is what keeps personal data out of it. Names and shape are swift-log's.
public struct Logger: Sendable {
    /// How much an event matters: error means that someone must act, info that a person would care, debug is the path.
    public enum Level: String, Sendable, CaseIterable, Comparable {
        case trace, debug, info, notice, warning, error, critical

        /// By gravity.
        public static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .trace: 0
            case .debug: 1
            case .info: 2
            case .notice: 3
            case .warning: 4
            case .error: 5
            case .critical: 6
            }
        }
    }

    /// What varies in an event, by dotted name.
    public typealias Metadata = [String: String]

    /// The part of the process that speaks.
    public let label: String
    /// Events below this are not written.
    public var logLevel: Level
    private var metadata: Metadata = [:]
    private let handler: any LogHandler

    /// A logger that hands its events to `handler`.
    public init(label: String, level: Level = .info, handler: any LogHandler) {
        self.label = label
        self.logLevel = level
        self.handler = handler
    }

    /// The same logger under another label, for a part of the part.
    public func labelled(_ label: String) -> Logger {
        var logger = Logger(label: label, level: self.logLevel, handler: self.handler)
        logger.metadata = self.metadata
        return logger
    }

    /// Metadata that every event of this logger bears.
    public subscript(metadataKey key: String) -> String? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    /// Writes one event, if its level is wanted.
    public func log(level: Level, _ message: StaticString, metadata: @autoclosure () -> Metadata = [:]) {
        guard level >= self.logLevel else { return }
        let all = self.metadata.merging(metadata()) { $1 }
        self.handler.log(LogEvent(level: level, label: self.label, message: message, metadata: all, trace: TraceContext.current))
    }

    /// The path taken, in detail.
    public func trace(_ message: StaticString, metadata: @autoclosure () -> Metadata = [:]) {
        self.log(level: .trace, message, metadata: metadata())
    }

    /// The path taken.
    public func debug(_ message: StaticString, metadata: @autoclosure () -> Metadata = [:]) {
        self.log(level: .debug, message, metadata: metadata())
    }

    /// Something that a person would care about.
    public func info(_ message: StaticString, metadata: @autoclosure () -> Metadata = [:]) {
        self.log(level: .info, message, metadata: metadata())
    }

    /// Something unusual, but right.
    public func notice(_ message: StaticString, metadata: @autoclosure () -> Metadata = [:]) {
        self.log(level: .notice, message, metadata: metadata())
    }

    /// Something that mended itself, or will.
    public func warning(_ message: StaticString, metadata: @autoclosure () -> Metadata = [:]) {
        self.log(level: .warning, message, metadata: metadata())
    }

    /// Someone must act.
    public func error(_ message: StaticString, metadata: @autoclosure () -> Metadata = [:]) {
        self.log(level: .error, message, metadata: metadata())
    }

    /// Someone must act now: the process can't go on.
    public func critical(_ message: StaticString, metadata: @autoclosure () -> Metadata = [:]) {
        self.log(level: .critical, message, metadata: metadata())
    }
}
