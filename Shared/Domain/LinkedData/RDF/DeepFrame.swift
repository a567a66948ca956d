/// One deep hash under way: Hash N-Degree Quads of one blank node (RDFC-1.0 §4.8.3), with what it must know after the ones within it.
struct DeepFrame {
    /// What comes next.
    enum Phase {
        /// The next group of neighbours that look alike, or the end.
        case group
        /// Another order of the group's neighbours.
        case permutation
        /// The next deep hash of the neighbours that this order came to first.
        case recursion
        /// That hash has been made.
        case returned
    }

    var phase = Phase.group
    /// Hashes of all neighbours (Hn), one for each quad and place in it.
    var digests: [UInt8] = []
    /// Whose they are, in the order of `digests`.
    var neighbours: [Int32] = []
    /// The neighbours sorted by their hashes, as numbers of `neighbours`.
    var order: [Int32] = []
    /// Where in `order` the group ends that is at work.
    var groupEnd = 0
    /// How many names the issuer had before the group.
    var issuedBefore = 0
    /// The order of the group's neighbours that is being tried.
    var permutation: [Int32] = []
    var path: [UInt8] = []
    /// The neighbours that got a name in this order.
    var recursion: [Int32] = []
    var recursed = 0
    /// The least path so far; empty when there is none.
    var chosenPath: [UInt8] = []
    /// What the issuer issued on it after `issuedBefore`.
    var chosenIssued: [Int32] = []
    /// Data to hash.
    var data: [UInt8] = []

    /// Makes it ready for another blank node.
    mutating func reset() {
        self.phase = .group
        self.digests.removeAll(keepingCapacity: true)
        self.neighbours.removeAll(keepingCapacity: true)
        self.order.removeAll(keepingCapacity: true)
        self.groupEnd = 0
        self.data.removeAll(keepingCapacity: true)
    }

    /// Starts a group with its first order.
    mutating func startGroup(of members: Range<Int>, issued: Int) {
        self.groupEnd = members.upperBound
        self.issuedBefore = issued
        self.permutation.removeAll(keepingCapacity: true)
        for place in members { self.permutation.append(self.neighbours[Int(self.order[place])]) }
        self.permutation.sort()
        self.chosenPath.removeAll(keepingCapacity: true)
        self.chosenIssued.removeAll(keepingCapacity: true)
        self.phase = .permutation
    }

    /// Moves to the next order of the group in which different neighbours stand differently; false after the last. A neighbour that several
    /// quads lead to stands in the group for each of them: without it their orders among each other would all be tried for the same path.
    mutating func permute() -> Bool {
        guard var pivot = self.permutation.indices.dropLast().last(where: { self.permutation[$0] < self.permutation[$0 + 1] }) else {
            return false
        }
        let other = self.permutation.lastIndex { $0 > self.permutation[pivot] } ?? pivot
        self.permutation.swapAt(pivot, other)
        pivot += 1
        self.permutation[pivot...].reverse()
        return true
    }

    /// Whether a path can no longer become the chosen one (§4.8.3 steps 5.4.4.3 and 5.4.5.5).
    func beats(_ path: [UInt8]) -> Bool {
        !self.chosenPath.isEmpty && path.count >= self.chosenPath.count && self.chosenPath.lexicographicallyPrecedes(path)
    }

    /// The neighbour whose deep hash is to be made next.
    var nextRecursion: Int32? { self.recursed < self.recursion.count ? self.recursion[self.recursed] : nil }

    /// Where in `order` the neighbours end that have the hash of the one at a place.
    func endOfGroup(from start: Int, size: Int) -> Int {
        var end = start + 1
        while end < self.order.count, Digests.order(self.digests, Int(self.order[start]), Int(self.order[end]), size: size) == 0 {
            end += 1
        }
        return end
    }

    /// Step 5.1: appends the hash of a group to the data.
    mutating func appendGroupHash(_ start: Int, size: Int) {
        let digest = Int(self.order[start])
        Digests.appendHex(self.digests, digest * size..<(digest + 1) * size, to: &self.data)
    }

    /// Step 5.5: appends the chosen path to the data.
    mutating func closeGroup() {
        self.data.append(contentsOf: self.chosenPath)
        self.phase = .group
    }
}
