import Crypto
import Testing

@Suite struct `Random bytes` {
    @Test func `have the length that is asked for and do not repeat`() {
        let random = SystemRandom()
        for count in [0, 1, 16, 10_000] { #expect(random.bytes(count: count).count == count) }
        #expect(Set((0..<1_000).map { _ in random.bytes(count: 16) }).count == 1_000)
    }
}

@Suite struct `Comparing in constant time` {
    @Test func `says what == says`() {
        #expect(ConstantTime.areEqual([], []))
        #expect(ConstantTime.areEqual([1, 2, 3], [1, 2, 3]))
        #expect(!ConstantTime.areEqual([1, 2, 3], [1, 2, 4]))
        #expect(!ConstantTime.areEqual([1, 2, 3], [0, 2, 3]))
        #expect(!ConstantTime.areEqual([1, 2, 3], [1, 2]))
    }
}

@Suite struct `A symmetric key` {
    @Test func `comes from the random bytes that are given and equals its copy`() {
        let key = SymmetricKey(byteCount: 4, from: FixedRandom(pattern: [1, 2]))
        #expect(key.rawRepresentation == [1, 2, 1, 2])
        #expect(key.bitCount == 32)
        #expect(key == SymmetricKey(data: [1, 2, 1, 2]))
        #expect(key != SymmetricKey(data: [1, 2, 1, 3]))
    }
}
