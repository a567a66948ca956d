import LinkedData

extension RDFDataset {
    /// The quads as lines without blank node labels: each blank node is written as what surrounds it, as far out as there are nodes.
    ///
    /// Enough to tell the suite's datasets apart, none of which is symmetric.
    func linesByStructure() -> [String] {
        var names: [RDFTermID: String] = [:]
        for quad in self.quads {
            for term in [quad.subject, quad.predicate, quad.object, quad.graph] where term.isBlank { names[term] = "_" }
        }
        func text(_ term: RDFTermID, from node: RDFTermID?) -> String {
            if term == .defaultGraph { return "" }
            if term == node { return "_:self" }
            return names[term] ?? self.withBytes(of: term) { String(decoding: $0, as: UTF8.self) }
        }
        func line(_ quad: RDFQuad, from node: RDFTermID? = nil) -> String {
            [quad.subject, quad.predicate, quad.object, quad.graph].map { text($0, from: node) }.joined(separator: " ")
        }
        for _ in 0..<min(names.count, 12) {
            var next: [RDFTermID: String] = [:]
            for node in names.keys {
                let lines = self.quads.filter { [$0.subject, $0.predicate, $0.object, $0.graph].contains(node) }.map {
                    line($0, from: node)
                }
                // A short name keeps the next round short.
                next[node] = "_:\(lines.sorted().joined(separator: "|").hashValue)"
            }
            names = next
        }
        return self.quads.map { line($0) }.sorted()
    }
}
