import LinkedData
import TestSupport
import Testing

@Suite struct `Canonical RDF` {
    private func dataset(_ lines: [String]) throws -> RDFDataset {
        try RDFDataset(nquads: Array(lines.joined(separator: "\n").utf8))
    }

    private func canonical(
        _ dataset: RDFDataset, limits: RDFCanonicalizationLimits = .standard, isOverdue: () -> Bool = { false }
    ) throws -> String {
        var canonicalizer = RDFCanonicalizer(limits: limits)
        return String(decoding: try canonicalizer.canonicalize(dataset, isOverdue: isOverdue).nquads, as: UTF8.self)
    }

    /// Every blank node is linked with every other: nothing tells them apart.
    private func clique(_ count: Int) throws -> RDFDataset {
        try self.dataset((0..<count).flatMap { a in (0..<count).map { "_:n\(a) <urn:p> _:n\($0) ." } })
    }

    /// Each blank node has one before and one behind it, and no other mark.
    private func ring(_ count: Int) throws -> RDFDataset {
        try self.dataset((0..<count).map { "_:n\($0) <urn:p> _:n\(($0 + 1) % count) ." })
    }

    /// Two chains that differ in nothing: each link has its like in the other chain alone.
    private func twins(_ length: Int) throws -> RDFDataset {
        try self.dataset(
            ["a", "b"].flatMap { chain in
                (0..<length).flatMap { ["_:\(chain)\($0) <urn:next> _:\(chain)\($0 + 1) .", "_:\(chain)\($0) <urn:number> \"\($0)\" ."] }
            })
    }

    @Test func `of nothing is nothing`() throws {
        #expect(try self.canonical(RDFDataset()) == "")
    }

    @Test func `has its lines in the order of code points, wherever they differ`() throws {
        let lines = [
            "<urn:a> <urn:p> \"a\" .", "<urn:a> <urn:p> \"a\" <urn:g> .", "<urn:a> <urn:p> \"a\" <urn:g2> .", "<urn:a> <urn:p> \"a\" _:g .",
            "<urn:a> <urn:p> \"a b\" .", "<urn:a> <urn:p> \"a\"@en .", "<urn:a> <urn:p> \"a\"@en-GB .", "<urn:a> <urn:p> \"a\"^^<urn:t> .",
            "<urn:a> <urn:p> \"ab\" .", "<urn:a> <urn:p> <urn:a> .", "<urn:a> <urn:p> _:g .", "<urn:a> <urn:p2> \"\" .",
            "<urn:a> <urn:pé> \"\\uFFFF\" .", "<urn:a> <urn:pé> \"\u{FFFD}\" .", "<urn:a> <urn:pé> \"🜁\" .", "<urn:a> <urn:p🜁> \"\" .",
            "<urn:aa> <urn:p> \"\" .", "<urn:é> <urn:p> \"\" .", "_:g <urn:p> \"\\n\" .",
        ]
        let text = try self.canonical(self.dataset(lines.reversed()))
        let expected = lines.map { Array($0.replacing("_:g", with: "_:c14n0").utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
        #expect(text == expected.map { String(decoding: $0, as: UTF8.self) + "\n" }.joined())
    }

    @Test func `has eleven names in the order of their letters`() throws {
        let text = try self.canonical(self.dataset((0..<120).map { "_:b\($0) <urn:p> \"\($0)\" ." }))
        let lines = text.split(separator: "\n").map { Array($0.utf8) }
        #expect(lines.count == 120)
        #expect(lines == lines.sorted { $0.lexicographicallyPrecedes($1) })
        #expect(Set(lines.map { $0.prefix { $0 != UInt8(ascii: " ") } }).count == 120)
    }

    @Test func `names no blank node that no quad has`() throws {
        var dataset = RDFDataset()
        let unused = dataset.blank()
        let used = dataset.blank()
        let iri = try #require(try dataset.iri("urn:p"))
        try dataset.insert(RDFQuad(used, iri, iri))
        var canonicalizer = RDFCanonicalizer()
        let form = try canonicalizer.canonicalize(dataset)
        #expect(form.label(of: unused) == nil)
        #expect(form.label(of: used) == "c14n0")
    }

    /// A neighbour is listed for each quad that leads to it (§4.8.3 step 3.1), as PyLD does. Listed once, as pyoxigraph does, `c14n3` and `c14n4`
    /// change places.
    @Test func `counts a neighbour once for each quad that leads to it`() throws {
        let text = try self.canonical(
            self.dataset([
                "_:one <urn:p> _:both <urn:g> .", "_:one <urn:p> _:both <urn:h> .", "_:other <urn:p> _:left <urn:h> .",
                "_:other <urn:p> _:right <urn:g> .",
            ]))
        #expect(
            text == """
                _:c14n3 <urn:p> _:c14n0 <urn:h> .
                _:c14n3 <urn:p> _:c14n1 <urn:g> .
                _:c14n4 <urn:p> _:c14n2 <urn:g> .
                _:c14n4 <urn:p> _:c14n2 <urn:h> .

                """)
    }

    /// A group of twenty equal neighbours has 20! orders, all of which are one.
    @Test func `tries no order twice of a neighbour that many quads lead to`() throws {
        let dataset = try self.dataset((0..<20).flatMap { ["_:a <urn:p> _:b <urn:g\($0)> .", "_:b <urn:p> _:a <urn:g\($0)> ."] })
        #expect(
            try self.canonical(dataset, limits: RDFCanonicalizationLimits(maxDeepSteps: 400)).hasPrefix(
                "_:c14n0 <urn:p> _:c14n1 <urn:g0> .\n"))
    }

    @Test func `is refused when deep hashes are more than n³ or the limit`() throws {
        #expect(throws: RDFCanonicalizationError.tooManyDeepHashes(limit: 343)) { try self.canonical(self.clique(7)) }
        #expect(throws: RDFCanonicalizationError.tooManyDeepHashes(limit: 4000)) { try self.canonical(self.ring(100)) }
        #expect(throws: RDFCanonicalizationError.tooManyDeepHashes(limit: 3)) {
            try self.canonical(self.clique(2), limits: RDFCanonicalizationLimits(maxDeepHashes: 3))
        }
        #expect(try self.canonical(self.clique(2), limits: RDFCanonicalizationLimits(maxDeepHashes: 4)).contains("_:c14n1"))
        #expect("\(RDFCanonicalizationError.tooManyDeepHashes(limit: 3))".contains("RDFCanonicalizationLimits.maxDeepHashes"))
    }

    @Test func `is refused when deep hashes take more steps than the limit`() throws {
        let star = try self.dataset((0..<300).flatMap { ["_:a <urn:p> _:n\($0) .", "_:b <urn:p> _:n\($0) ."] })
        #expect(throws: RDFCanonicalizationError.tooManyDeepSteps(limit: 5000)) {
            try self.canonical(star, limits: RDFCanonicalizationLimits(maxDeepSteps: 5000))
        }
        #expect(throws: RDFCanonicalizationError.self) { try self.canonical(star) }
        #expect("\(RDFCanonicalizationError.tooManyDeepSteps(limit: 3))".contains("RDFCanonicalizationLimits.maxDeepSteps"))
    }

    @Test func `ends when its caller's time is up, in whatever part it is`() throws {
        for dataset in [try self.dataset(["_:a <urn:p> _:b ."]), try self.clique(6)] {
            var asked = 0
            _ = try? self.canonical(dataset) {  // the clique is refused; how often it asks is what is counted
                asked += 1
                return false
            }
            #expect(asked > 0)
            for last in [1, asked / 2 + 1, asked] {
                var count = 0
                #expect(throws: RDFCanonicalizationError.overdue) {
                    try self.canonical(dataset) {
                        count += 1
                        return count == last
                    }
                }
                #expect(count == last)
            }
        }
    }

    @Test func `follows chains of any length without a stack`() throws {
        let dataset = try self.twins(1500)
        let text = try self.canonical(dataset)
        #expect(text.split(separator: "\n").count == dataset.quads.count)
        #expect(throws: RDFCanonicalizationError.tooManyDeepHashes(limit: 4000)) { try self.canonical(self.twins(4000)) }
    }

    @Test func `is not defined when a predicate is a blank node`() throws {
        let dataset = try RDFDataset(nquads: Array("_:a _:p _:b .\n".utf8), generalized: true)
        #expect(throws: RDFCanonicalizationError.blankPredicate) { try self.canonical(dataset) }
    }

    @Test func `comes from a canonicalizer that remembers nothing of what came before, be it refused`() throws {
        var canonicalizer = RDFCanonicalizer()
        let datasets = try [
            self.twins(40), self.clique(2), self.dataset(["_:x <urn:p> _:y .", "_:y <urn:p> _:x ."]), self.dataset(["_:x <urn:p> _:x ."]),
        ]
        for dataset in datasets + datasets.reversed() {
            let refused = try self.clique(6)
            #expect(throws: RDFCanonicalizationError.self) { try canonicalizer.canonicalize(refused) }
            let text = String(decoding: try canonicalizer.canonicalize(dataset).nquads, as: UTF8.self)
            #expect(try text == self.canonical(dataset))
        }
    }

    @Test(arguments: [RDFHashAlgorithm.sha256, .sha384])
    func `has a hash that is appended to what is there`(algorithm: RDFHashAlgorithm) throws {
        let dataset = try self.twins(3)
        var canonicalizer = RDFCanonicalizer(algorithm)
        let text = try canonicalizer.canonicalize(dataset).nquads
        var bytes: [UInt8] = [1, 2]
        try canonicalizer.appendDigest(of: dataset, to: &bytes)
        #expect(bytes == [1, 2] + algorithm.digest(of: text))
        #expect(bytes.count == 2 + algorithm.byteCount)
    }
}
