import Glibc

/// Byte strings, each kept once, one behind the other in one buffer, and found by their bytes.
///
/// Numbers go from 0 in the order of arrival. What was taken in last can be taken away again, and the buffers stay.
struct TermTable: Sendable {
    /// Where the bytes of one number lie.
    struct Entry: Sendable {
        let start: UInt32
        let count: UInt32
        let hash: UInt32
    }

    /// All byte strings; a candidate is appended here and then interned.
    var text: [UInt8] = []
    private(set) var entries: [Entry] = []
    /// Open addressing with linear probing: an entry's number and 1, 0 where nothing is. A power of two, at least twice the entries.
    private var slots: [UInt32] = []

    /// How many there are.
    var count: Int { self.entries.count }

    /// The number of the bytes that were appended to `text` from a place on. Known ones are taken off it again.
    mutating func intern(from start: Int) -> Int {
        if self.slots.count < (self.entries.count + 1) * 2 { self.grow() }
        let mask = self.slots.count - 1
        let length = self.text.count - start
        let (hash, slot, known) = self.text.withUnsafeBufferPointer { text in
            let candidate = UnsafeBufferPointer(rebasing: text[start...])
            let hash = Self.hash(candidate)
            var slot = Int(hash) & mask
            while self.slots[slot] != 0 {
                let entry = self.entries[Int(self.slots[slot]) - 1]
                if entry.hash == hash, entry.count == length,
                    memcmp(text.baseAddress! + Int(entry.start), candidate.baseAddress!, length) == 0
                {
                    return (hash, slot, true)
                }
                slot = (slot + 1) & mask
            }
            return (hash, slot, false)
        }
        if known {
            self.text.removeLast(length)
            return Int(self.slots[slot]) - 1
        }
        self.entries.append(Entry(start: UInt32(start), count: UInt32(length), hash: hash))
        self.slots[slot] = UInt32(self.entries.count)
        return self.entries.count - 1
    }

    /// The number of a new entry that has no bytes and is never found by them.
    mutating func appendUnnamed() -> Int {
        self.entries.append(Entry(start: UInt32(self.text.count), count: 0, hash: 0))
        return self.entries.count - 1
    }

    /// Where the bytes of a number lie in `text`.
    func range(of index: Int) -> Range<Int> {
        let entry = self.entries[index]
        return Int(entry.start)..<Int(entry.start) + Int(entry.count)
    }

    /// Appends bytes to `text` that lie in it already.
    mutating func appendAgain(_ range: Range<Int>) {
        let start = self.text.count
        self.text.append(contentsOf: repeatElement(0, count: range.count))
        self.text.withUnsafeMutableBufferPointer { text in
            _ = memcpy(text.baseAddress! + start, text.baseAddress! + range.lowerBound, range.count)
        }
    }

    /// Whether a number has these bytes.
    func isEqual(_ index: Int, to bytes: StaticString) -> Bool {
        let entry = self.entries[index]
        return Int(entry.count) == bytes.utf8CodeUnitCount
            && self.text.withUnsafeBufferPointer { memcmp($0.baseAddress! + Int(entry.start), bytes.utf8Start, Int(entry.count)) == 0 }
    }

    /// Takes away all but the first ones.
    mutating func removeAll(after count: Int) {
        guard count < self.entries.count else { return }
        let mask = self.slots.count - 1
        // The newest first: no other entry was put behind it, so that its slot can be emptied without a gap in anybody's way.
        for index in (count..<self.entries.count).reversed() where self.entries[index].count > 0 {
            var slot = Int(self.entries[index].hash) & mask
            while self.slots[slot] != UInt32(index + 1) { slot = (slot + 1) & mask }
            self.slots[slot] = 0
        }
        self.text.removeLast(self.text.count - Int(self.entries[count].start))
        self.entries.removeLast(self.entries.count - count)
    }

    private mutating func grow() {
        let size = max(64, self.slots.count * 2)
        self.slots = [UInt32](repeating: 0, count: size)
        for (index, entry) in self.entries.enumerated() where entry.count > 0 {
            var slot = Int(entry.hash) & (size - 1)
            while self.slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
            self.slots[slot] = UInt32(index + 1)
        }
    }

    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
        let hash = SeededHash.hash(UnsafeRawBufferPointer(bytes))
        return UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
    }
}
