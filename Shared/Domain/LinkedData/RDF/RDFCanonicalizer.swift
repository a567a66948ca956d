/// RDFC-1.0: gives the blank nodes of a dataset names that depend on nothing but what is said, so that equal datasets have equal bytes.
///
/// One canonicalizer serves for many datasets, one after the other: it keeps its memory, and a dataset no larger than one before costs it
/// almost no new. Its result depends on nothing but the dataset and the algorithm.
public struct RDFCanonicalizer: ~Copyable {
    /// How much work it may be.
    public let limits: RDFCanonicalizationLimits

    var hash: RDFHash
    var index = BlankIndex()
    var sorter = NumberSorter()
    /// First-degree hashes of all blank nodes, one behind the other.
    var digests: [UInt8] = []
    /// The first eight bytes of each as a number that sorts as they do.
    private var digestKeys: [UInt64] = []
    /// The blank nodes that a quad has, sorted by their first-degree hash.
    private(set) var order: [Int32] = []
    /// What is to be hashed.
    var text: [UInt8] = []
    var names = CanonicalNames()
    var deep = DeepState()
    /// The results of deep hashes, sorted.
    var ranks: [Int32] = []
    private var quadOrder: [Int32] = []

    /// A canonicalizer that has no memory yet.
    public init(_ algorithm: RDFHashAlgorithm = .sha256, limits: RDFCanonicalizationLimits = .standard) {
        self.hash = RDFHash(algorithm)
        self.limits = limits
    }

    /// The hash that it works with.
    public var algorithm: RDFHashAlgorithm { self.hash.algorithm }

    /// The canonical form of a dataset. `isOverdue` is asked now and then, before each deep hash at least; true ends the work with an error.
    public mutating func canonicalize(
        _ dataset: RDFDataset, isOverdue: () -> Bool = { false }
    ) throws(RDFCanonicalizationError) -> RDFCanonicalForm {
        var nquads: [UInt8] = []
        try dataset.lend { lent throws(RDFCanonicalizationError) in
            try self.nameBlanks(of: lent, count: dataset.blankCount, isOverdue)
            self.write(lent, into: &nquads)
        }
        return RDFCanonicalForm(nquads: nquads, numbers: self.names.numbers)
    }

    /// Appends the hash of a dataset's canonical N-Quads to bytes: what a proof signs, without a copy of the N-Quads for the caller.
    public mutating func appendDigest(
        of dataset: RDFDataset, to bytes: inout [UInt8], isOverdue: () -> Bool = { false }
    ) throws(RDFCanonicalizationError) {
        try dataset.lend { lent throws(RDFCanonicalizationError) in
            try self.nameBlanks(of: lent, count: dataset.blankCount, isOverdue)
            var text: [UInt8] = []
            swap(&text, &self.text)
            text.removeAll(keepingCapacity: true)
            self.write(lent, into: &text)
            swap(&text, &self.text)
        }
        self.hash.digest(of: self.text, appendingTo: &bytes)
    }

    /// Canonicalization Algorithm, RDFC-1.0 §4.4.3, steps 2 to 5.
    private mutating func nameBlanks(of dataset: LentDataset, count: Int, _ isOverdue: () -> Bool) throws(RDFCanonicalizationError) {
        for quad in dataset.quads where quad.predicate.isBlank { throw .blankPredicate }
        self.names.reset(count: count)
        guard count > 0 else { return }
        self.index.build(dataset.quads, blankCount: count)
        try self.hashFirstDegrees(of: dataset, count: count, isOverdue)
        let alike = self.nameUniqueBlanks()
        guard alike > 0 else { return }
        try self.nameAlikeBlanks(of: dataset, alike: alike, isOverdue)
    }

    /// Step 3, and the sorting that step 4 asks for.
    private mutating func hashFirstDegrees(
        of dataset: LentDataset, count: Int, _ isOverdue: () -> Bool
    ) throws(RDFCanonicalizationError) {
        self.digests.removeAll(keepingCapacity: true)
        self.digestKeys.removeAll(keepingCapacity: true)
        self.order.removeAll(keepingCapacity: true)
        for blank in 0..<count {
            if blank & 63 == 0, isOverdue() { throw .overdue }
            if !self.index.range(of: blank).isEmpty { self.order.append(Int32(blank)) }
            self.appendFirstDegreeHash(of: blank, dataset)
        }
        let size = self.hash.algorithm.byteCount
        let digests = self.digests
        let keys = self.digestKeys
        self.sorter.sort(&self.order, in: 0..<self.order.count) { a, b in
            let first = keys[Int(a)]
            let second = keys[Int(b)]
            if first != second { return first < second }
            return Digests.order(digests, Int(a), Int(b), size: size) < 0
        }
    }

    /// Hash First Degree Quads, §4.6.3.
    private mutating func appendFirstDegreeHash(of blank: Int, _ dataset: LentDataset) {
        let own = RDFTermID(blank: blank)
        self.quadOrder.removeAll(keepingCapacity: true)
        for place in self.index.range(of: blank) { self.quadOrder.append(Int32(self.index[place])) }
        self.sorter.sort(&self.quadOrder, in: 0..<self.quadOrder.count) { a, b in
            dataset.isBefore(a, b) { first, second in first == own ? -1 : second == own ? 1 : 0 }
        }
        self.text.removeAll(keepingCapacity: true)
        for number in self.quadOrder {
            self.text.appendLine(of: dataset.quads[Int(number)], dataset) { blank, text in
                text.append(UInt8(ascii: "_"))
                text.append(UInt8(ascii: ":"))
                text.append(blank == own ? UInt8(ascii: "a") : UInt8(ascii: "z"))
            }
        }
        let start = self.digests.count
        self.hash.digest(of: self.text, appendingTo: &self.digests)
        self.digestKeys.append(Digests.key(self.digests, start))
    }

    /// Step 4: names the blank nodes whose first-degree hash nobody else has; the number of the others.
    private mutating func nameUniqueBlanks() -> Int {
        var alike = 0
        var start = 0
        while start < self.order.count {
            let end = self.endOfAlike(from: start)
            if end == start + 1 { self.names.name(Int(self.order[start])) } else { alike += end - start }
            start = end
        }
        return alike
    }

    /// Where the blank nodes end that have the first-degree hash of the one at a place in `order`.
    func endOfAlike(from start: Int) -> Int {
        let size = self.hash.algorithm.byteCount
        var end = start + 1
        while end < self.order.count, Digests.order(self.digests, Int(self.order[start]), Int(self.order[end]), size: size) == 0 {
            end += 1
        }
        return end
    }

    /// Step 6: the lines of all quads, sorted.
    private mutating func write(_ dataset: LentDataset, into text: inout [UInt8]) {
        self.quadOrder.removeAll(keepingCapacity: true)
        for number in 0..<Int32(dataset.quads.count) { self.quadOrder.append(number) }
        let names = self.names
        self.sorter.sort(&self.quadOrder, in: 0..<self.quadOrder.count) { a, b in
            dataset.isBefore(a, b) { first, second in
                names.sortKey(of: first.blankIndex) < names.sortKey(of: second.blankIndex) ? -1 : 1
            }
        }
        for number in self.quadOrder {
            text.appendLine(of: dataset.quads[Int(number)], dataset) { blank, text in
                names.append(blank.blankIndex, to: &text)
            }
        }
    }
}

extension [UInt8] {
    /// Appends the line of a quad.
    @inline(__always)
    fileprivate mutating func appendLine(of quad: RDFQuad, _ dataset: LentDataset, blank: (RDFTermID, inout [UInt8]) -> Void) {
        self.append(quad.subject, dataset, blank)
        self.append(contentsOf: dataset.bytes(of: quad.predicate))
        self.append(UInt8(ascii: " "))
        self.append(quad.object, dataset, blank)
        if quad.graph != .defaultGraph { self.append(quad.graph, dataset, blank) }
        self.append(UInt8(ascii: "."))
        self.append(UInt8(ascii: "\n"))
    }

    @inline(__always)
    private mutating func append(_ term: RDFTermID, _ dataset: LentDataset, _ blank: (RDFTermID, inout [UInt8]) -> Void) {
        if term.isBlank { blank(term, &self) } else { self.append(contentsOf: dataset.bytes(of: term)) }
        self.append(UInt8(ascii: " "))
    }
}
