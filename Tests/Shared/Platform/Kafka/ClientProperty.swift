import Kafka
import Testing

/// Something that holds on any broker. The embedded one and a real one are held to the same list.
struct ClientProperty: Sendable, CustomTestStringConvertible {
    let name: String
    var partitions: Int32 = 1
    /// Gets brokers and a topic of its own there.
    let check: @Sendable (Lab, _ topic: String) async throws -> Void

    var testDescription: String { self.name }

    static let all = Self.writing + Self.reading + Self.asking
}

extension KafkaPartition {
    init(_ topic: String, _ number: Int32) {
        self.init(topic: topic, number: number)
    }
}

/// The error that a call throws. Records an issue when it throws none.
func failure(_ body: () async throws -> Void, sourceLocation: SourceLocation = #_sourceLocation) async -> KafkaError? {
    do { try await body() } catch { return error as? KafkaError }
    Issue.record("no error was thrown", sourceLocation: sourceLocation)
    return nil
}
