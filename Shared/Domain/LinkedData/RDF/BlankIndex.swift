/// The way from each blank node to the quads that it occurs in, each quad once: two flat lists, whose memory is kept.
struct BlankIndex: Sendable {
    /// For each blank node where its quads begin in `quads`; one more at the end.
    private var starts: [Int32] = []
    private var quads: [Int32] = []

    /// The places of a blank node's quads.
    func range(of blank: Int) -> Range<Int> {
        Int(self.starts[blank])..<Int(self.starts[blank + 1])
    }

    /// The quad at a place, by its number in the dataset.
    subscript(place: Int) -> Int { Int(self.quads[place]) }

    /// Makes the index of a dataset.
    mutating func build(_ quads: UnsafeBufferPointer<RDFQuad>, blankCount: Int) {
        self.starts.removeAll(keepingCapacity: true)
        self.starts.append(contentsOf: repeatElement(0, count: blankCount + 2))
        var total = 0
        for quad in quads {
            Self.forEachBlank(of: quad) { blank in
                self.starts[blank + 2] += 1
                total += 1
            }
        }
        for blank in 0..<blankCount { self.starts[blank + 2] += self.starts[blank + 1] }
        if self.quads.count < total { self.quads.append(contentsOf: repeatElement(0, count: total - self.quads.count)) }
        // Counted two places further, a start moves along with what is filled in and ends where the next one begins.
        for (number, quad) in quads.enumerated() {
            Self.forEachBlank(of: quad) { blank in
                self.quads[Int(self.starts[blank + 1])] = Int32(number)
                self.starts[blank + 1] += 1
            }
        }
    }

    /// Calls with each blank node of subject, object and graph, once with those that occur twice.
    @inline(__always)
    private static func forEachBlank(of quad: RDFQuad, _ body: (Int) -> Void) {
        if quad.subject.isBlank { body(quad.subject.blankIndex) }
        if quad.object.isBlank, quad.object != quad.subject { body(quad.object.blankIndex) }
        if quad.graph.isBlank, quad.graph != quad.subject, quad.graph != quad.object { body(quad.graph.blankIndex) }
    }
}
