/// Hash tables for the objects of a document that have many members, made while parsing to find duplicate names and kept to look members up.
///
/// Small objects have none: comparing a few names one after the other is faster.
struct LargeObjects: Sendable {
    /// An object with more members than this has a table.
    static let threshold = 16

    /// Where the table of one object lies. Sorted by object: a parser closes inner objects first, so `insert` keeps the order.
    private var tables: [Table] = []
    /// The tables one after another; zero is a free slot, all else a name's node (never 0, which is the root).
    private var slots: [UInt32] = []

    private struct Table {
        let object: Int
        let start: Int
        let size: Int
    }

    /// The seeded hash of a name, so that nobody can prepare names that collide.
    static func hash(_ name: UnsafeBufferPointer<UInt8>) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(name))
        return hasher.finalize()
    }

    /// Gives an object an empty table for a number of members.
    mutating func insert(object: Int, members: Int) {
        var size = 32
        while size < members * 2 { size *= 2 }
        let table = Table(object: object, start: self.slots.count, size: size)
        self.slots.append(contentsOf: repeatElement(0, count: size))
        let place = self.tables.lastIndex { $0.object < object }.map { $0 + 1 } ?? 0
        self.tables.insert(table, at: place)
    }

    /// Puts a name's node into the object's table, unless `isSame` finds the name there; then gives the node that has it.
    mutating func insert(name: Int, hash: Int, object: Int, isSame: (Int) -> Bool) -> Int? {
        guard let table = self.table(of: object) else { return nil }
        var slot = hash & (table.size - 1)
        while true {
            let node = self.slots[table.start + slot]
            if node == 0 { break }
            if isSame(Int(node)) { return Int(node) }
            slot = (slot + 1) & (table.size - 1)
        }
        self.slots[table.start + slot] = UInt32(name)
        return nil
    }

    /// The names of one object; nil when it is a small one.
    subscript(object: Int) -> Candidates? {
        guard !self.tables.isEmpty, let table = self.table(of: object) else { return nil }
        return Candidates(slots: self.slots[table.start..<table.start + table.size])
    }

    private func table(of object: Int) -> Table? {
        var low = 0
        var high = self.tables.count
        while low < high {
            let middle = (low + high) / 2
            if self.tables[middle].object < object { low = middle + 1 } else { high = middle }
        }
        guard low < self.tables.count, self.tables[low].object == object else { return nil }
        return self.tables[low]
    }

    /// The table of one object.
    struct Candidates {
        fileprivate let slots: ArraySlice<UInt32>

        /// The first name's node with a hash that `isSame` accepts.
        func first(hash: Int, where isSame: (Int) -> Bool) -> Int? {
            var slot = hash & (self.slots.count - 1)
            while true {
                let node = self.slots[self.slots.startIndex + slot]
                if node == 0 { return nil }
                if isSame(Int(node)) { return Int(node) }
                slot = (slot + 1) & (self.slots.count - 1)
            }
        }
    }
}
