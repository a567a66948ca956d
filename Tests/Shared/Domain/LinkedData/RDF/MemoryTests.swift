import LinkedData
import TestSupport
import Testing

@Suite struct `The memory of RDF` {
    /// Something like a credential with a course's results in it: three graphs of statements, most of blank nodes, some of which look alike.
    private static func text(_ results: Int) -> [UInt8] {
        var lines: [String] = []
        for number in 0..<results {
            lines += [
                "_:subject <urn:result> _:r\(number) .",
                "_:r\(number) <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://purl.imsglobal.org/spec/vc/ob/vocab.html#Result> .",
                "_:r\(number) <https://schema.org/name> \"Übung \(number / 2), bestanden\"@de .",
                "_:r\(number) <urn:evidence> _:e\(number) .",
                "_:e\(number) <https://schema.org/description> \"What was made and how: \\\"a\\\" \(number % 7)\" _:g\(number % 3) .",
            ]
        }
        return Array(lines.joined(separator: "\n").utf8)
    }

    @Test func `is asked for once, and kept for the datasets that follow`() throws {
        let text = Self.text(200)
        let smaller = Self.text(90)
        var dataset = RDFDataset()
        var canonicalizer = RDFCanonicalizer()
        var digest: [UInt8] = []
        digest.reserveCapacity(64)
        func run(_ text: [UInt8]) throws -> AllocationCount {
            try AllocationCount.during {
                digest.removeAll(keepingCapacity: true)
                dataset.removeAll(keepingCapacity: true)
                try dataset.insert(nquads: text.span)
                try canonicalizer.appendDigest(of: dataset, to: &digest)
            }
        }
        let first = try run(text)
        #expect(first.large > 10, "the count is one of this code")
        let hashes = 2 * 400 + 3 + 1
        for text in [text, smaller, text] {
            let count = try run(text)
            #expect(count.large == 0)
            if AllocationCount.isOptimized {
                print("RDF: \(dataset.quads.count) quads, \(dataset.blankCount) blank nodes: \(count.all) allocations")
                #expect(count.all <= 4 * hashes, "libcrypto allocates one state for each hash, of which each blank node has a few")
            }
        }
    }

    @Test func `is not asked for by another quad`() throws {
        func statements(_ count: Int) throws -> RDFDataset {
            try RDFDataset(nquads: Array((0..<count).map { "_:b\($0 % 10) <urn:p\($0 % 10)> \"\($0)\" <urn:g> .\n" }.joined().utf8))
        }
        var canonicalizer = RDFCanonicalizer()
        var digest: [UInt8] = []
        digest.reserveCapacity(96)
        let many = try statements(5000)
        let few = try statements(50)
        try canonicalizer.appendDigest(of: many, to: &digest)
        let counts = try [few, many].map { dataset in
            try AllocationCount.during {
                digest.removeAll(keepingCapacity: true)
                try canonicalizer.appendDigest(of: dataset, to: &digest)
            }
        }
        #expect(counts.map(\.large) == [0, 0])
        if AllocationCount.isOptimized { #expect(counts[0].all == counts[1].all) }
    }
}
