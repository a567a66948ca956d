/// Which quads are in a list of quads, found without looking through it.
struct QuadSet: Sendable {
    /// As in `TermTable`: a place in the list and 1, or 0.
    private var slots: [UInt32] = []

    /// Makes a quad known as the next of the list, unless it is in the list already; says whether it was new.
    mutating func insert(_ quad: RDFQuad, into quads: borrowing [RDFQuad]) -> Bool {
        if self.slots.count < (quads.count + 1) * 2 { self.grow(quads) }
        let mask = self.slots.count - 1
        var slot = Int(truncatingIfNeeded: SeededHash.hash(quad)) & mask
        while self.slots[slot] != 0 {
            if quads[Int(self.slots[slot]) - 1] == quad { return false }
            slot = (slot + 1) & mask
        }
        self.slots[slot] = UInt32(quads.count + 1)
        return true
    }

    /// Forgets all quads of a list.
    mutating func removeAll(of quads: borrowing [RDFQuad]) {
        // The newest first, as in `TermTable`.
        for index in (0..<quads.count).reversed() { self.remove(at: index, of: quads) }
    }

    /// Forgets the last quad of a list.
    mutating func removeLast(of quads: borrowing [RDFQuad]) {
        self.remove(at: quads.count - 1, of: quads)
    }

    private mutating func remove(at index: Int, of quads: borrowing [RDFQuad]) {
        let mask = self.slots.count - 1
        var slot = Int(truncatingIfNeeded: SeededHash.hash(quads[index])) & mask
        while self.slots[slot] != UInt32(index + 1) { slot = (slot + 1) & mask }
        self.slots[slot] = 0
    }

    private mutating func grow(_ quads: borrowing [RDFQuad]) {
        let size = max(64, self.slots.count * 2)
        self.slots = [UInt32](repeating: 0, count: size)
        for index in 0..<quads.count {
            var slot = Int(truncatingIfNeeded: SeededHash.hash(quads[index])) & (size - 1)
            while self.slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
            self.slots[slot] = UInt32(index + 1)
        }
    }
}
