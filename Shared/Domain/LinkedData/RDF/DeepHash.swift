// Blank nodes whose first-degree hash is not unique: RDFC-1.0 §4.4.3 step 5, and Hash N-Degree Quads, §4.8.
//
// The specification's recursion is a list of frames here, so that no graph decides how deep the stack gets.
extension RDFCanonicalizer {
    /// Step 5: names what step 4 left, group after group of equal first-degree hashes.
    mutating func nameAlikeBlanks(of dataset: LentDataset, alike: Int, _ isOverdue: () -> Bool) throws(RDFCanonicalizationError) {
        let limit = self.limits.deepHashes(for: alike)
        self.deep.reset(count: self.names.numbers.count)
        var start = 0
        while start < self.order.count {
            let end = self.endOfAlike(from: start)
            defer { start = end }
            if end == start + 1 { continue }
            self.deep.resetResults()
            for place in start..<end where !self.names.hasName(Int(self.order[place])) {
                try self.hashDeeply(self.order[place], dataset, limit: limit, isOverdue)
            }
            // Step 5.3. Equal hashes mean that the results are interchangeable; the sort is stable.
            self.ranks.removeAll(keepingCapacity: true)
            for result in 0..<Int32(self.deep.resultCount) { self.ranks.append(result) }
            let digests = self.deep.resultDigests
            let size = self.algorithm.byteCount
            self.sorter.sort(&self.ranks, in: 0..<self.ranks.count) { Digests.order(digests, Int($0), Int($1), size: size) < 0 }
            for rank in self.ranks {
                for place in self.deep.names(of: Int(rank)) { self.names.name(Int(self.deep.resultNames[place])) }
            }
        }
    }

    /// The deep hash of one blank node with an issuer of its own; the result is kept.
    private mutating func hashDeeply(
        _ blank: Int32, _ dataset: LentDataset, limit: Int, _ isOverdue: () -> Bool
    ) throws(RDFCanonicalizationError) {
        self.deep.issue(blank)
        try self.enter(blank, dataset, limit: limit, isOverdue)
        while self.deep.depth > 0 {
            let top = self.deep.depth - 1
            switch self.deep.frames[top].phase {
            case .group: self.nextGroup(top)
            case .permutation: try self.tryPermutation(top)
            case .recursion:
                if let next = self.deep.frames[top].nextRecursion {
                    self.deep.frames[top].phase = .returned
                    try self.enter(next, dataset, limit: limit, isOverdue)
                } else {
                    self.nextPermutation(top, isChosen: self.deep.choosePath(of: top))
                }
            case .returned: self.appendResult(top)
            }
        }
        self.deep.resultDigests.append(contentsOf: self.deep.digest)
        self.deep.closeResult()
    }

    /// Steps 1 to 3: begins the deep hash of a blank node by hashing its neighbours.
    private mutating func enter(
        _ blank: Int32, _ dataset: LentDataset, limit: Int, _ isOverdue: () -> Bool
    ) throws(RDFCanonicalizationError) {
        if isOverdue() { throw .overdue }
        try self.deep.countHash(limit: limit)
        let top = self.deep.depth
        if self.deep.frames.count == top { self.deep.frames.append(DeepFrame()) }
        self.deep.frames[top].reset()
        self.deep.depth += 1
        let places = self.index.range(of: Int(blank))
        try self.deep.countSteps(places.count, limit: self.limits.maxDeepSteps)
        let own = RDFTermID(blank: Int(blank))
        for place in places {
            let quad = dataset.quads[self.index[place]]
            if quad.subject.isBlank, quad.subject != own { self.hashNeighbour(quad.subject, as: "s", of: quad, dataset, top) }
            if quad.object.isBlank, quad.object != own { self.hashNeighbour(quad.object, as: "o", of: quad, dataset, top) }
            if quad.graph.isBlank, quad.graph != own { self.hashNeighbour(quad.graph, as: "g", of: quad, dataset, top) }
        }
        let digests = self.deep.frames[top].digests
        let size = self.algorithm.byteCount
        let count = self.deep.frames[top].order.count
        self.sorter.sort(&self.deep.frames[top].order, in: 0..<count) {
            Digests.order(digests, Int($0), Int($1), size: size) < 0
        }
    }

    /// Hash Related Blank Node, §4.7.3.
    private mutating func hashNeighbour(
        _ neighbour: RDFTermID, as position: Unicode.Scalar, of quad: RDFQuad, _ dataset: LentDataset, _ top: Int
    ) {
        let blank = neighbour.blankIndex
        self.text.removeAll(keepingCapacity: true)
        self.text.append(UInt8(ascii: position))
        if position != "g" { self.text.append(contentsOf: dataset.bytes(of: quad.predicate)) }
        if self.names.hasName(blank) {
            self.names.append(blank, to: &self.text)
        } else if self.deep.place(of: blank) >= 0 {
            self.deep.appendName(of: blank, to: &self.text)
        } else {
            let size = self.algorithm.byteCount
            Digests.appendHex(self.digests, blank * size..<(blank + 1) * size, to: &self.text)
        }
        self.hash.digest(of: self.text, appendingTo: &self.deep.frames[top].digests)
        self.deep.frames[top].order.append(Int32(self.deep.frames[top].neighbours.count))
        self.deep.frames[top].neighbours.append(Int32(blank))
    }

    /// Step 5 up to 5.3, or step 6 when all groups are done.
    private mutating func nextGroup(_ top: Int) {
        let start = self.deep.frames[top].groupEnd
        let size = self.algorithm.byteCount
        guard start < self.deep.frames[top].order.count else {
            self.deep.digest.removeAll(keepingCapacity: true)
            self.hash.digest(of: self.deep.frames[top].data, appendingTo: &self.deep.digest)
            self.deep.depth -= 1
            return
        }
        let end = self.deep.frames[top].endOfGroup(from: start, size: size)
        self.deep.frames[top].appendGroupHash(start, size: size)
        self.deep.frames[top].startGroup(of: start..<end, issued: self.deep.issued.count)
    }

    /// Step 5.4 up to 5.4.4: the path as far as it is known before the deep hashes within it.
    private mutating func tryPermutation(_ top: Int) throws(RDFCanonicalizationError) {
        try self.deep.countSteps(self.deep.frames[top].permutation.count, limit: self.limits.maxDeepSteps)
        // Taken out of its frame while names go into it, so that it is not copied.
        var path: [UInt8] = []
        swap(&path, &self.deep.frames[top].path)
        path.removeAll(keepingCapacity: true)
        self.deep.frames[top].recursion.removeAll(keepingCapacity: true)
        self.deep.frames[top].recursed = 0
        var isBeaten = false
        for place in self.deep.frames[top].permutation.indices {
            let blank = self.deep.frames[top].permutation[place]
            if self.names.hasName(Int(blank)) {
                self.names.append(Int(blank), to: &path)
            } else {
                if self.deep.place(of: Int(blank)) < 0 {
                    self.deep.frames[top].recursion.append(blank)
                    self.deep.issue(blank)
                }
                self.deep.appendName(of: Int(blank), to: &path)
            }
            isBeaten = self.deep.frames[top].beats(path)
            if isBeaten { break }
        }
        swap(&path, &self.deep.frames[top].path)
        if isBeaten { self.nextPermutation(top, isChosen: false) } else { self.deep.frames[top].phase = .recursion }
    }

    /// Steps 5.4.5.2 to 5.4.5.5: the result of a deep hash within goes into the path. What it issued stays issued.
    private mutating func appendResult(_ top: Int) {
        self.deep.appendResult(toPathOf: top)
        if self.deep.frames[top].beats(self.deep.frames[top].path) {
            self.nextPermutation(top, isChosen: false)
        } else {
            self.deep.frames[top].phase = .recursion
        }
    }

    /// Goes on with another order, for which the issuer is taken back; after the last with steps 5.5 and 5.6, for which the issuer is the one of
    /// the chosen path.
    private mutating func nextPermutation(_ top: Int, isChosen: Bool) {
        if self.deep.frames[top].permute() {
            if isChosen { self.deep.keepIssued(of: top) }
            self.deep.takeBack(to: self.deep.frames[top].issuedBefore)
            self.deep.frames[top].phase = .permutation
        } else {
            // As a rule there is one order, and what it issued can stay.
            if !isChosen { self.deep.reissue(of: top) }
            self.deep.frames[top].closeGroup()
        }
    }
}
