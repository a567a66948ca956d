import Glibc

/// A dataset's own memory for the time of one closure: what a canonicalisation compares and copies, without counting references.
struct LentDataset {
    let quads: UnsafeBufferPointer<RDFQuad>
    let entries: UnsafeBufferPointer<TermTable.Entry>
    let text: UnsafeBufferPointer<UInt8>

    /// The N-Quads of an IRI or a literal.
    @inline(__always)
    func bytes(of term: RDFTermID) -> UnsafeBufferPointer<UInt8> {
        let entry = self.entries[term.termIndex]
        return UnsafeBufferPointer(rebasing: self.text[Int(entry.start)..<Int(entry.start) + Int(entry.count)])
    }

    /// Whether the line of one quad comes before the line of another by code point. `orderOfBlanks` compares two different blank nodes: below 0,
    /// 0 or above, as their labels do.
    ///
    /// Lines need not be written for it. What follows a term, a space, is less than what can follow within a longer one; a full stop, where a
    /// line has no graph, is less than what a graph begins with, and the underscore of a blank node is more than `<` and a quote.
    @inline(__always)
    func isBefore(_ a: Int32, _ b: Int32, orderOfBlanks: (RDFTermID, RDFTermID) -> Int) -> Bool {
        let first = self.quads[Int(a)]
        let second = self.quads[Int(b)]
        var order = self.order(first.subject, second.subject, orderOfBlanks)
        if order == 0 { order = self.order(first.predicate, second.predicate, orderOfBlanks) }
        if order == 0 { order = self.order(first.object, second.object, orderOfBlanks) }
        if order == 0 { order = self.order(first.graph, second.graph, orderOfBlanks) }
        return order < 0
    }

    @inline(__always)
    private func order(_ a: RDFTermID, _ b: RDFTermID, _ orderOfBlanks: (RDFTermID, RDFTermID) -> Int) -> Int {
        if a == b { return 0 }
        if a.rawValue >= 0, b.rawValue >= 0 {
            let first = self.bytes(of: a)
            let second = self.bytes(of: b)
            let order = Int(memcmp(first.baseAddress!, second.baseAddress!, min(first.count, second.count)))
            return order == 0 ? first.count - second.count : order
        }
        if a.isBlank { return b.isBlank ? orderOfBlanks(a, b) : 1 }
        return a == .defaultGraph || b.isBlank ? -1 : 1
    }
}

extension RDFDataset {
    /// Lends the memory to a closure, which must not keep it.
    func lend<Result, Failure: Error>(_ body: (LentDataset) throws(Failure) -> Result) throws(Failure) -> Result {
        try self.quads.withUnsafeBufferPointer { quads throws(Failure) in
            try self.terms.entries.withUnsafeBufferPointer { entries throws(Failure) in
                try self.terms.text.withUnsafeBufferPointer { text throws(Failure) in
                    try body(LentDataset(quads: quads, entries: entries, text: text))
                }
            }
        }
    }
}
