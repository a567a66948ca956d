extension RDFDataset {
    /// N-Quads of all quads in their order, a line for each, in the canonical form of lines (RDFC-1.0 §5); blank nodes as `label(of:)` names them.
    public func nquads() -> [UInt8] {
        var text: [UInt8] = []
        for quad in self.quads {
            self.append(quad.subject, to: &text)
            self.append(quad.predicate, to: &text)
            self.append(quad.object, to: &text)
            if quad.graph != .defaultGraph { self.append(quad.graph, to: &text) }
            text.append(UInt8(ascii: "."))
            text.append(UInt8(ascii: "\n"))
        }
        return text
    }

    private func append(_ term: RDFTermID, to text: inout [UInt8]) {
        self.withBytes(of: term) { text.append(contentsOf: $0) }
        text.append(UInt8(ascii: " "))
    }
}
