import Events
import JSON
import Testing

@Suite struct `The entries of a status list` {
    @Test func `are set and cleared one by one, the first in the highest bit`() throws {
        let changes: [(entry: Int, isSet: Bool)] = [(0, true), (103, true), (131_071, true), (5, true), (5, false)]
        let bits = StatusBits().setting(changes)
        #expect(bits.bytes.count == 16_384)
        #expect(bits.bytes[0] == 0x80 && bits.bytes[12] == 0x01 && bits.bytes[16_383] == 0x01)
        #expect(bits[0] && !bits[1] && !bits[5] && bits[103] && bits[131_071])
        let golden = try StatusListEvent(GoldenEvent(named: "statuslist.updated.v1.json").envelope())
        #expect(golden.state.bits == bits)
    }

    @Test func `come back from their text`() throws {
        let bits = try #require(StatusBits(bytes: (0..<16_384).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 >> 8) }))
        let document = try JSONDocument(parsing: bits.json.bytes())
        #expect(try document.decode(StatusBits.self) == bits)
    }

    @Test(arguments: [16_383, 16_385, 0])
    func `are exactly 131,072`(count: Int) {
        #expect(StatusBits(bytes: [UInt8](repeating: 0, count: count)) == nil)
    }

    @Test func `have one text only`() throws {
        let text = String(repeating: "A", count: 21_846)
        #expect(try JSONDocument(parsing: "\"\(text)\"").decode(StatusBits.self) == StatusBits())
        // Bits beyond the last byte, padding, another alphabet, a letter too few or too many.
        for wrong in [text.dropLast() + "B", text.dropLast() + "=", text + "==", text.dropLast() + "+", text.dropLast(), text + "A", ""] {
            #expect(throws: JSONDecodingError.self) { try JSONDocument(parsing: "\"\(wrong)\"").decode(StatusBits.self) }
        }
    }
}
