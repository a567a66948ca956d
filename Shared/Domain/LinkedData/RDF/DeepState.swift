/// What deep hashes share: the identifier issuer, whose copies are one list that is cut back and grows again, and the work that was done.
struct DeepState {
    /// Hashes that are under way, each called by the one before. Those behind `depth` are kept for their memory.
    var frames: [DeepFrame] = []
    /// How many are under way.
    var depth = 0
    /// What the issuer has named, in order: `b0`, `b1`, ...
    private(set) var issued: [Int32] = []
    /// For each blank node its place in `issued`, or -1.
    private var places: [Int32] = []

    /// The hashes of one group's blank nodes, what each named, and where that ends in `resultNames`.
    var resultDigests: [UInt8] = []
    private(set) var resultNames: [Int32] = []
    private var resultEnds: [Int] = []

    /// The hash that the last frame gave back.
    var digest: [UInt8] = []

    private(set) var hashes = 0
    private(set) var steps = 0

    /// Frames whose memory is kept for the next dataset.
    private static let keptFrames = 64

    /// Begins with a dataset.
    mutating func reset(count: Int) {
        if self.frames.count > Self.keptFrames { self.frames.removeLast(self.frames.count - Self.keptFrames) }
        self.depth = 0
        self.issued.removeAll(keepingCapacity: true)
        self.places.removeAll(keepingCapacity: true)
        self.places.append(contentsOf: repeatElement(-1, count: count))
        self.hashes = 0
        self.steps = 0
    }

    /// Counts one more deep hash.
    mutating func countHash(limit: Int) throws(RDFCanonicalizationError) {
        self.hashes += 1
        if self.hashes > limit { throw .tooManyDeepHashes(limit: limit) }
    }

    /// Counts neighbours that are looked at.
    mutating func countSteps(_ count: Int, limit: Int) throws(RDFCanonicalizationError) {
        self.steps += count
        if self.steps > limit { throw .tooManyDeepSteps(limit: limit) }
    }

    /// The number that the issuer gave a blank node; below 0 when none.
    func place(of blank: Int) -> Int { Int(self.places[blank]) }

    /// Gives a blank node the next number.
    mutating func issue(_ blank: Int32) {
        self.places[Int(blank)] = Int32(self.issued.count)
        self.issued.append(blank)
    }

    /// Takes back all numbers from one on.
    mutating func takeBack(to count: Int) {
        for blank in self.issued[count...] { self.places[Int(blank)] = -1 }
        self.issued.removeLast(self.issued.count - count)
    }

    /// Appends `_:` and the name that the issuer gave a blank node.
    func appendName(of blank: Int, to text: inout [UInt8]) {
        text.append(contentsOf: "_:b".utf8)
        text.append(decimal: Int(self.places[blank]))
    }

    /// Appends the name of the neighbour whose deep hash was made, and the hash, to a frame's path.
    mutating func appendResult(toPathOf top: Int) {
        guard let blank = self.frames[top].nextRecursion else { preconditionFailure("no deep hash was made") }
        var path: [UInt8] = []
        swap(&path, &self.frames[top].path)
        self.appendName(of: Int(blank), to: &path)
        path.append(UInt8(ascii: "<"))
        Digests.appendHex(self.digest, self.digest.indices, to: &path)
        path.append(UInt8(ascii: ">"))
        swap(&path, &self.frames[top].path)
        self.frames[top].recursed += 1
    }

    /// Step 5.4.6: whether the path is less than all before it; it is then kept.
    mutating func choosePath(of top: Int) -> Bool {
        guard self.frames[top].chosenPath.isEmpty || self.frames[top].path.lexicographicallyPrecedes(self.frames[top].chosenPath) else {
            return false
        }
        self.frames[top].chosenPath.removeAll(keepingCapacity: true)
        self.frames[top].chosenPath.append(contentsOf: self.frames[top].path)
        return true
    }

    /// Keeps what was issued on the chosen path.
    mutating func keepIssued(of top: Int) {
        self.frames[top].chosenIssued.removeAll(keepingCapacity: true)
        self.frames[top].chosenIssued.append(contentsOf: self.issued[self.frames[top].issuedBefore...])
    }

    /// Takes back what the last path issued, and issues again what the chosen one did.
    mutating func reissue(of top: Int) {
        self.takeBack(to: self.frames[top].issuedBefore)
        for place in self.frames[top].chosenIssued.indices { self.issue(self.frames[top].chosenIssued[place]) }
    }

    /// Forgets the results of the group before.
    mutating func resetResults() {
        self.resultDigests.removeAll(keepingCapacity: true)
        self.resultNames.removeAll(keepingCapacity: true)
        self.resultEnds.removeAll(keepingCapacity: true)
    }

    /// Keeps what the issuer named as the result whose digest was appended last, and starts the issuer anew.
    mutating func closeResult() {
        self.resultNames.append(contentsOf: self.issued)
        self.resultEnds.append(self.resultNames.count)
        self.takeBack(to: 0)
    }

    /// How many results there are.
    var resultCount: Int { self.resultEnds.count }

    /// What a result named, as places in `resultNames`.
    func names(of result: Int) -> Range<Int> {
        (result == 0 ? 0 : self.resultEnds[result - 1])..<self.resultEnds[result]
    }
}
