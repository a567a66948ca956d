import Kafka
import Testing

@Suite struct `A Kafka client on the embedded broker` {
    @Test(.timeLimit(.minutes(1)), arguments: ClientProperty.all)
    func `keeps what it promises on any broker`(property: ClientProperty) async throws {
        let embedded = try EmbeddedLab([.init("t", partitions: property.partitions)])
        try await property.check(embedded.lab, "t")
        await embedded.broker.stop()
    }
}
