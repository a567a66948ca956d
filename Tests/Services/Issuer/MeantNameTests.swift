import Testing

@testable import cairn_issuer

@Suite struct `A name that somebody meant` {
    @Test func `is found for the first words of a file, and for the same words again`() {
        var meant = MeantName(among: ["WELD-101", "ARC-200"])
        #expect(meant.known == ["ARC-200", "WELD-101"])
        #expect(meant.advice(for: "weld-110") == "Perhaps “WELD-101” is meant")
        for number in 1..<MeantName.wordLimit { #expect(meant.advice(for: "strange-\(number)") == nil) }
        #expect(meant.advice(for: "WELD-10") == nil, "one word too many")
        #expect(meant.advice(for: "weld-110") == "Perhaps “WELD-101” is meant")
    }
}
