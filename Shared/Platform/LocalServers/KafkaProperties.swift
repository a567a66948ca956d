/// The configuration of a single small node: broker and controller in one process, every topic once, nothing made on request.
enum KafkaProperties {
    static func singleNode(_ ports: KafkaPorts, data: String) -> [String: String] {
        [
            "process.roles": "broker,controller", "node.id": "1", "log.dirs": data,
            "controller.quorum.voters": "1@127.0.0.1:\(ports.controller)", "controller.listener.names": "CONTROLLER",
            "listeners": "CLIENT://127.0.0.1:\(ports.broker),CONTROLLER://127.0.0.1:\(ports.controller)",
            "advertised.listeners": "CLIENT://127.0.0.1:\(ports.broker)", "inter.broker.listener.name": "CLIENT",
            "listener.security.protocol.map": "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "default.replication.factor": "1", "min.insync.replicas": "1", "auto.create.topics.enable": "false",
            "offsets.topic.replication.factor": "1", "offsets.topic.num.partitions": "8",
            "transaction.state.log.replication.factor": "1", "transaction.state.log.min.isr": "1",
            "group.initial.rebalance.delay.ms": "0",
            // A node that was killed is only let in again when its old session has timed out.
            "broker.heartbeat.interval.ms": "500", "broker.session.timeout.ms": "3000",
            // Small: one machine runs the whole suite.
            "num.network.threads": "2", "num.io.threads": "4", "background.threads": "2", "log.cleaner.threads": "1",
            "log.cleaner.dedupe.buffer.size": "4194304",
        ]
    }

    /// What a node writes once it serves.
    static let startedLine = "Kafka Server started"

    /// For Kafka 4: warnings, and the line that says that it serves.
    static let log4j2 = """
        appender.out.type=Console
        appender.out.name=OUT
        appender.out.layout.type=PatternLayout
        appender.out.layout.pattern=%d %p %c{1} %m%n
        rootLogger.level=WARN
        rootLogger.appenderRef.out.ref=OUT
        logger.start.name=kafka.server.KafkaRaftServer
        logger.start.level=INFO

        """

    /// The same for Kafka 3.
    static let log4j = """
        log4j.rootLogger=WARN, OUT
        log4j.logger.kafka.server.KafkaRaftServer=INFO
        log4j.appender.OUT=org.apache.log4j.ConsoleAppender
        log4j.appender.OUT.layout=org.apache.log4j.PatternLayout
        log4j.appender.OUT.layout.ConversionPattern=%d %p %c{1} %m%n

        """
}
