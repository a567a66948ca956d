import LinkedData

extension RDFDataset {
    /// The dataset's canonical form. In generalised RDF each quad is told by a node of its own, so that its predicate can be a blank node.
    func canonicalForm(generalized: Bool) throws -> [UInt8] {
        var canonicalizer = RDFCanonicalizer()
        guard generalized else { return try canonicalizer.canonicalize(self).nquads }
        var text = ""
        for (place, quad) in self.quads.enumerated() {
            for (name, term) in [("s", quad.subject), ("p", quad.predicate), ("o", quad.object), ("g", quad.graph)]
            where term != .defaultGraph {
                text += "_:quad\(place) <urn:\(name)> \(self.withBytes(of: term) { String(decoding: $0, as: UTF8.self) }) .\n"
            }
        }
        return try canonicalizer.canonicalize(try RDFDataset(nquads: Array(text.utf8))).nquads
    }
}
