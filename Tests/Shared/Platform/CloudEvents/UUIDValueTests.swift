import CloudEvents
import Observability
import Testing

@Suite struct `A UUID` {
    @Test func `comes back from its text and its bytes`() throws {
        let text = "0192f0c1-2345-7abc-8def-0123456789ab"
        let value = try #require(UUIDValue(text))
        #expect(value.description == text)
        #expect(value.high == 0x0192_f0c1_2345_7abc && value.low == 0x8def_0123_4567_89ab)
        #expect(value.bytes == [0x01, 0x92, 0xf0, 0xc1, 0x23, 0x45, 0x7a, 0xbc, 0x8d, 0xef, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab])
        #expect(UUIDValue(bytes: value.bytes) == value)
        #expect(UUIDValue(text.uppercased()) == value)
    }

    @Test(arguments: [
        "", "0192f0c1", "0192f0c1-2345-7abc-8def-0123456789a", "0192f0c1-2345-7abc-8def-0123456789abc",
        "0192f0c12345-7abc-8def-0123456789abcd",
        "0192f0c1-2345-7abc-8def-0123456789ag", "{192f0c1-2345-7abc-8def-0123456789a}", "0192f0c1 2345 7abc 8def 0123456789ab",
    ])
    func `is not read from what is none`(text: String) {
        #expect(UUIDValue(text) == nil)
    }

    @Test func `is sixteen bytes, not more or fewer`() {
        #expect(UUIDValue(bytes: [UInt8](repeating: 1, count: 15)) == nil)
        #expect(UUIDValue(bytes: [UInt8](repeating: 1, count: 17)) == nil)
    }

    @Test func `is ordered by its bytes`() throws {
        let values = try [
            "00000000-0000-0000-ffff-ffffffffffff", "00000000-0000-0001-0000-000000000000", "ff000000-0000-0000-0000-000000000000",
        ]
        .map { try #require(UUIDValue($0)) }
        #expect(values.sorted() == values)
    }
}

@Suite struct `The name of an event` {
    let time = WallTime(microseconds: 1_795_573_800_123_456)

    @Test func `is the UUID of version 7 of RFC 9562, appendix A.6`() throws {
        // The example of the appendix: 2022-02-22T19:22:22Z with the random parts 0xCC3 and 0x18C4DC0C0C07398F.
        let random: [UInt8] = [0x0C, 0xC3, 0x98, 0xC4, 0xDC, 0x0C, 0x0C, 0x07, 0x39, 0x8F]
        let name = EventID(at: try #require(WallTime(rfc3339: "2022-02-22T19:22:22Z")), random: random)
        #expect(name.description == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
    }

    @Test func `has version and variant whatever the random bytes are`() {
        for byte: UInt8 in [0x00, 0xFF, 0x55, 0xAA] {
            let name = EventID(at: self.time, random: [UInt8](repeating: byte, count: EventID.randomBytes))
            #expect(name.value.kind == 7 && name.value.isStandard)
            #expect(EventID(name.description) == name)
            #expect(name.time == WallTime(microseconds: 1_795_573_800_123_000))
        }
    }

    @Test func `made a millisecond later sorts later`() {
        let earlier = EventID(at: self.time, random: [UInt8](repeating: 0xFF, count: 10))
        let later = EventID(at: self.time + .milliseconds(1), random: [UInt8](repeating: 0, count: 10))
        #expect(earlier < later)
    }

    @Test(arguments: [
        "017f22e2-79b0-4cc3-98c4-dc0c0c07398f", "017f22e2-79b0-7cc3-18c4-dc0c0c07398f", "017f22e2-79b0-7cc3-d8c4-dc0c0c07398f",
    ])
    func `is of no other version or variant`(text: String) {
        #expect(UUIDValue(text) != nil)
        #expect(EventID(text) == nil)
    }
}
