/// The names `c14n0`, `c14n1`, ... in the order in which blank nodes got them.
struct CanonicalNames: Sendable {
    /// For each blank node its number; -1 as long as it has none.
    private(set) var numbers: [Int32] = []
    /// For each blank node a number that sorts as the name does: 2 behind 10.
    private var sortKeys: [UInt64] = []
    private var count: Int32 = 0

    /// Forgets all names, and makes room for so many blank nodes.
    mutating func reset(count: Int) {
        self.count = 0
        self.numbers.removeAll(keepingCapacity: true)
        self.numbers.append(contentsOf: repeatElement(-1, count: count))
        self.sortKeys.removeAll(keepingCapacity: true)
        self.sortKeys.append(contentsOf: repeatElement(0, count: count))
    }

    /// Gives a blank node the next name, unless it has one.
    mutating func name(_ blank: Int) {
        guard self.numbers[blank] < 0 else { return }
        self.numbers[blank] = self.count
        self.sortKeys[blank] = Self.sortKey(self.count)
        self.count += 1
    }

    /// Whether a blank node has its name.
    func hasName(_ blank: Int) -> Bool { self.numbers[blank] >= 0 }

    /// What names can be compared by.
    func sortKey(of blank: Int) -> UInt64 { self.sortKeys[blank] }

    /// Appends `_:` and the name.
    func append(_ blank: Int, to text: inout [UInt8]) {
        text.append(contentsOf: "_:c14n".utf8)
        text.append(decimal: Int(self.numbers[blank]))
    }

    /// Ten digits to the base of eleven, from the first of the number on: a digit that is not there is less than 0.
    private static func sortKey(_ number: Int32) -> UInt64 {
        var places = 1
        var power = 10
        while power <= Int(number) {
            power *= 10
            places += 1
        }
        var key: UInt64 = 0
        for _ in 0..<places {
            power /= 10
            key = key * 11 + UInt64(Int(number) / power % 10) + 1
        }
        for _ in places..<10 { key *= 11 }
        return key
    }
}

extension [UInt8] {
    /// Appends the decimal digits of a number that is not below 0.
    mutating func append(decimal number: Int) {
        if number >= 10 { self.append(decimal: number / 10) }
        self.append(UInt8(ascii: "0") + UInt8(number % 10))
    }
}
