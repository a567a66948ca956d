import Kafka
import Observability
import TestSupport
import Testing

@Suite struct `A Kafka configuration` {
    private let secret = "s3cret"

    @Test func `shows no secret, however it is printed`() {
        let securities: [KafkaSecurity] = [
            .mutualTLS(authority: "ca.pem", certificate: "c.pem", key: "k.pem", keyPassword: self.secret),
            .sasl(mechanism: "PLAIN", username: "cairn", password: self.secret, authority: nil),
        ]
        for security in securities {
            let configuration = KafkaConfiguration(brokers: "b:1", security: security, settings: ["ssl.key.password": self.secret])
            var dumped = ""
            dump(configuration, to: &dumped)
            dump(security, to: &dumped)
            let shown = "\(configuration) \(security) \(String(reflecting: configuration)) \(String(reflecting: security)) \(dumped)"
            #expect(!shown.contains(self.secret), "\(shown)")
        }
    }

    @Test func `names a setting that librdkafka refuses, without its value`() {
        let lab = Lab(brokers: "127.0.0.1:1")
        for (name, value) in [("no.such.setting", self.secret), ("linger.ms", self.secret)] {
            do {
                _ = try lab.producer(settings: [name: value])
                Issue.record("it was taken")
            } catch {
                #expect((error as? KafkaError)?.code == .configuration)
                #expect("\(error)".contains(name) && !"\(error)".contains(self.secret))
            }
        }
    }

    @Test func `says when the brokers' addresses cannot be read`() {
        let lab = Lab(brokers: "")
        let configuration = KafkaConfiguration(brokers: { throw Refused(path: "/nowhere", reason: "gone") })
        #expect(throws: KafkaError.self) { try KafkaAdmin(configuration, logger: lab.logger, metrics: lab.metrics) }
    }

    @Test func `knows what is the record's fault`() {
        let permanent: [KafkaError.Code] = [.tooLarge, .unknownTopic, .init(rawValue: 29)]
        for code in permanent { #expect(KafkaError(code: code).isPermanent && !KafkaError(code: code).isRetriable) }
        for code in [KafkaError.Code.allBrokersDown, .timedOut] {
            #expect(!KafkaError(code: code).isPermanent && KafkaError(code: code).isRetriable)
        }
        #expect(KafkaError(code: .tooLarge).name == "MSG_SIZE_TOO_LARGE")
    }
}
