import LinkedData
import TestSupport
import Testing

@Suite struct `N-Quads that were tampered with` {
    static let seed: UInt64 = 20_261_125
    /// How long it goes on: some seconds where all is tested, else a blink.
    static let duration: Duration = TestTier.isAll ? .seconds(10) : .milliseconds(300)

    /// What texts are made of: the official ones where they are here, else a few of our own.
    private static func seeds() throws -> [[UInt8]] {
        let own = [
            "_:a <urn:p> \"x\\u00e9\\n\"@en-GB <urn:g> .\n_:b.c <urn:p> \"1\"^^<urn:t> _:a .# end\r\n", "<urn:a> <urn:b> _:c .",
            "<urn:\\U0001F303> <urn:b> \"🜁\" .\n\n",
        ].map { Array($0.utf8) }
        let folder = "standards/rdf-canon/rdfc10"
        guard SharedFiles.has(folder) else { return own }
        // Poisoned and long ones are left to their own tests: a mutation of them would be more of the same.
        let files = try SharedFiles.names(in: folder).filter { $0.hasSuffix("-in.nq") }.map { try SharedFiles.bytes("\(folder)/\($0)") }
        return own + files.filter { $0.count < 3000 }
    }

    @Test func `are read or refused with a place, and what is read is written back and canonicalised`() throws {
        let seeds = try Self.seeds()
        var random = SeededRandom(Self.seed)
        var canonicalizer = RDFCanonicalizer(limits: RDFCanonicalizationLimits(maxDeepHashes: 50))
        let limits = RDFLimits(maxBytes: 20_000, maxQuads: 200, maxTermBytes: 2000)
        let clock = ContinuousClock()
        let end = clock.now + Self.duration
        var counts = (read: 0, refused: 0)
        var slowest = Duration.zero
        while clock.now < end {
            let text = Mutation.of(seeds, with: &random)
            let start = clock.now
            do throws(NQuadsError) {
                let dataset = try RDFDataset(nquads: text, limits: limits)
                counts.read += 1
                let written = dataset.nquads()
                #expect(throws: Never.self) { try #expect(RDFDataset(nquads: written, limits: limits).nquads() == written) }
                for quad in dataset.quads { _ = (dataset.term(quad.subject), dataset.term(quad.object)) }
                _ = try? canonicalizer.canonicalize(dataset)  // refused when its blank nodes are too much alike, which is as good
            } catch {
                counts.refused += 1
                #expect(error.offset >= 0 && error.offset <= text.count && error.line >= 1 && error.column >= 1)
            }
            slowest = max(slowest, clock.now - start)
        }
        print("N-Quads mutations, seed \(Self.seed): \(counts.read) read, \(counts.refused) refused, slowest \(slowest)")
        #expect(counts.read > 10 && counts.refused > 10)
        #expect(slowest < .seconds(5))
    }
}

/// Texts that are nearly right.
private enum Mutation {
    /// Pieces that mean something to a reader of N-Quads.
    private static let pieces: [[UInt8]] =
        [
            "<", ">", "\"", "\\", "_:", ".", "@", "^^", "#", " ", "\n", "\r", "\t", "\\u", "\\U0010FFFF", "\\uD800", "\\u0000", "-", "é",
            "🜁", "<urn:x>",
            "_:b", "\"\"", "@en", ":", "\u{FFFE}", "_:a <urn:p> _:b .\n",
        ].map { Array($0.utf8) } + [[0x80], [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0]]

    static func of(_ seeds: [[UInt8]], with random: inout SeededRandom) -> [UInt8] {
        func number(_ bound: Int) -> Int { Int.random(in: 0..<max(1, bound), using: &random) }
        var text = seeds[number(seeds.count)]
        for _ in 0...number(4) {
            let place = number(text.count + 1)
            let length = number(min(12, text.count - place + 1))
            switch number(6) {
            case 0: text.insert(contentsOf: Self.pieces[number(Self.pieces.count)], at: place)
            case 1: text.replaceSubrange(place..<place + length, with: Self.pieces[number(Self.pieces.count)])
            case 2: text.removeSubrange(place..<place + length)
            case 3: text.insert(contentsOf: text[place..<place + length], at: number(text.count + 1))
            case 4 where place < text.count: text[place] ^= 1 << UInt8(number(8))
            default:
                let other = seeds[number(seeds.count)]
                let cut = number(other.count + 1)
                text.replaceSubrange(place..., with: other[cut...])
            }
        }
        return text
    }
}
