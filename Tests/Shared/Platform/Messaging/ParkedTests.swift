import CloudEvents
import Kafka
import LocalServers
import Messaging
import Observability
import TestSupport
import Testing
import Toys

@Suite struct `A record that cannot be applied` {
    @Test func `is parked with its cause, and the rest goes on`() async throws {
        try await withToyStack { stack in
            _ = try await stack.start("maker")
            let keeper = try await stack.start("keeper")
            try await stack.write(20)
            let good = try (500..<506).map { try self.envelope(number: $0, version: 1, college: 3) }
            let records = [
                self.record(good[0], stack, value: Array("{".utf8)),
                self.record(good[1], stack, value: [0xff, 0xfe]),
                self.record(good[2], stack, value: .some(nil)),
                self.record(good[3], stack, headers: []),
                self.record(good[4], stack, key: "4:" + UUIDValue(high: 9, low: 1).description),
                self.record(good[5], stack, headers: good[5].headers.map { $0.name == "ce_cairncollege" ? EventHeader($0.name, "2") : $0 }),
                self.record(try self.envelope(number: 507, version: 1, college: 3, type: EventType("novelty", "seen")), stack),
                self.record(try self.envelope(number: 508, version: 1, college: 3, type: EventType("thing", "changed", version: 2)), stack),
            ]
            try await self.send(records, to: stack)
            try await eventually("all eight are parked") { try await stack.count("SELECT count(*) FROM keeper.parked") == records.count }
            let causes = try await stack.database.execute(
                "SELECT string_agg(cause || ' ' || n, ', ' ORDER BY cause) FROM (SELECT cause, count(*) AS n FROM keeper.parked GROUP BY cause) c"
            )
            #expect(causes.contains("forged 2, unknown 2, unreadable 4"), "\(causes)")
            try await stack.write(20, seed: 2)
            try await eventually("the rest goes on") { try await stack.differences() == 0 }
            #expect(keeper.child.ending == nil)
        }
    }

    @Test func `because its reaction fails is parked alone, and its thing heals with the next version`() async throws {
        try await withToyStack { stack in
            _ = try await stack.start("maker")
            for thing in 1...20 { try await stack.change([UInt64(thing)], to: thing == 7 ? -1 : 5) }
            _ = try await stack.start("keeper")
            let report = try await stack.check()
            #expect(report.lost == 0 && report.parked == 1, "\(report)")
            #expect(try await stack.count("SELECT count(*) FROM keeper.mirror") == 19, "the slice was halved down to the one that fails")
            try await stack.change([7], to: 8)
            try await eventually("it heals") { try await stack.differences() == 0 }
            #expect(try await stack.count("SELECT count(*) FROM keeper.parked WHERE cause = 'failed' AND state = 'parked'") == 1)
        }
    }

    @Test func `of an unknown kind is tried again at the next start`() async throws {
        try await withToyStack { stack in
            let first = try await stack.start("keeper", as: "first")
            try await self.send(
                [self.record(try self.envelope(number: 601, version: 1, college: 3, type: EventType("novelty", "seen")), stack)], to: stack)
            try await eventually("it is parked") { try await stack.count("SELECT count(*) FROM keeper.parked") == 1 }
            #expect(await first.child.stop() == .exited(0))
            // What a later version of the program would know: here the record itself becomes one that this version knows.
            try await stack.database.execute(
                "UPDATE keeper.parked SET headers = convert_to(replace(convert_from(headers, 'UTF8'), 'novelty.seen', 'thing.changed'), 'UTF8')"
            )
            let second = try await stack.start("keeper", as: "second")
            do {
                try await eventually("it is applied") {
                    try await stack.count("SELECT count(*) FROM keeper.parked WHERE state = 'applied' AND attempts >= 2") == 1
                }
            } catch {
                Issue.record(
                    "\(try await stack.database.execute("SELECT state, cause, attempts, error FROM keeper.parked")); \(second.story)")
                throw error
            }
            #expect(try await stack.count("SELECT count(*) FROM keeper.mirror WHERE value = 42") == 1)
        }
    }

    @Test func `of another college than its subject is parked as forged`() async throws {
        try await withToyStack { stack in
            _ = try await stack.start("maker")
            _ = try await stack.start("keeper")
            try await stack.change([3], to: 1)
            try await eventually("the thing is mirrored") { try await stack.differences() == 0 }
            let forged = try self.envelope(subject: UUIDValue(high: 7, low: 3), version: 9, college: 2)
            try await self.send([self.record(forged, stack)], to: stack)
            try await eventually("it is parked") { try await stack.count("SELECT count(*) FROM keeper.parked WHERE cause = 'forged'") == 1 }
            #expect(try await stack.differences() == 0)
        }
    }

    private func envelope(
        number: UInt64 = 0, subject: UUIDValue? = nil, version: Int64, college: Int32, type: EventType = ThingEvent.types[0]
    ) throws -> CloudEvent {
        let subject = subject ?? UUIDValue(high: 7, low: number)
        let thing = ThingEvent(subject: subject, version: version, college: college, person: UUIDValue(high: 9, low: 1), value: 42)
        return try CloudEvent(
            id: EventID(at: .now(), random: Array(repeating: UInt8.random(in: 0...255), count: EventID.randomBytes)), source: "/cairn/test",
            type: type,
            subject: subject, time: thing.time, dataSchema: nil, key: thing.key.description, college: college, version: version,
            data: thing.data())
    }

    private func record(
        _ envelope: CloudEvent, _ stack: ToyStack, key: String? = nil, headers: [EventHeader]? = nil, value: [UInt8]?? = .none
    ) -> KafkaRecord {
        KafkaRecord(
            topic: stack.prefix + ThingEvent.topic.name, key: key ?? envelope.key, value: value ?? envelope.data,
            headers: (headers ?? envelope.headers).map { KafkaHeader(name: $0.name, value: $0.value) })
    }

    private func send(_ records: [KafkaRecord], to stack: ToyStack) async throws {
        let producer = try KafkaProducer(
            KafkaConfiguration(brokers: stack.log.address), logger: Logger(label: "test", level: .error, handler: JSONLogHandler()),
            metrics: KafkaMetrics(MetricsRegistry()))
        try await producer.publish(records)
        await producer.close()
    }
}
