/// Why there is no Kafka. The sentences say what to do.
public enum KafkaServerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No Java.
    case noJava
    /// A Java that is too old for these jars.
    case oldJava
    /// The folder has no `libs/` with Kafka's jars in it.
    case noKafka(home: String)
    /// A folder or file could not be made or read.
    case file(path: String, reason: String)
    /// A program could not be started, or formatting the folder failed.
    case program(ChildProcessError)
    /// The node ended while it started; `log` is the end of what it wrote.
    case ended(Ending, log: String)
    /// It did not serve in time; `log` is the end of what it wrote.
    case notReady(after: Duration, log: String)
    /// The task that started it was cancelled.
    case cancelled

    /// What happened and what to do.
    public var description: String {
        switch self {
        case .noJava: "Kafka needs Java 17 or newer: apt-get install default-jre-headless, or set JAVA_HOME"
        case .oldJava: "this Java is too old for this Kafka: apt-get install default-jre-headless, or set JAVA_HOME to Java 17 or newer"
        case .noKafka(let home): "\(home)/libs holds no Kafka: KAFKA_HOME must name a folder of Apache's distribution"
        case .file(let path, let reason): "\(path): \(reason)"
        case .program(let error): error.description
        case .ended(let ending, let log): "Kafka \(ending) while it started: \(log)"
        case .notReady(let time, let log): "Kafka did not serve within \(time): \(log)"
        case .cancelled: "the start of Kafka was cancelled"
        }
    }
}
