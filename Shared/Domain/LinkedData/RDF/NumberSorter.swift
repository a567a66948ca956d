/// Sorts numbers by what they stand for: stable, never slower than n log n, with memory that is kept.
struct NumberSorter: Sendable {
    private var spare: [Int32] = []

    /// Runs of this length are sorted by insertion.
    private static let run = 12

    /// Sorts one part of a list.
    @inline(__always)
    mutating func sort(_ numbers: inout [Int32], in range: Range<Int>, by isBefore: (Int32, Int32) -> Bool) {
        let count = range.count
        if self.spare.count < count, count > Self.run {
            self.spare.append(contentsOf: repeatElement(0, count: max(count, 2 * self.spare.count) - self.spare.count))
        }
        numbers.withUnsafeMutableBufferPointer { all in
            let numbers = UnsafeMutableBufferPointer(rebasing: all[range])
            Self.sortRuns(numbers, by: isBefore)
            guard count > Self.run else { return }
            self.spare.withUnsafeMutableBufferPointer { spare in
                var width = Self.run
                while width < count {
                    var start = 0
                    while start + width < count {
                        Self.merge(numbers, start, start + width, min(start + 2 * width, count), spare, by: isBefore)
                        start += 2 * width
                    }
                    width *= 2
                }
            }
        }
    }

    @inline(__always)
    private static func sortRuns(_ numbers: UnsafeMutableBufferPointer<Int32>, by isBefore: (Int32, Int32) -> Bool) {
        var start = 0
        while start < numbers.count {
            let end = min(start + Self.run, numbers.count)
            var index = start + 1
            while index < end {
                let number = numbers[index]
                var place = index
                while place > start, isBefore(number, numbers[place - 1]) {
                    numbers[place] = numbers[place - 1]
                    place -= 1
                }
                numbers[place] = number
                index += 1
            }
            start = end
        }
    }

    /// Merges two sorted neighbours; the first is put aside.
    @inline(__always)
    private static func merge(
        _ numbers: UnsafeMutableBufferPointer<Int32>, _ start: Int, _ middle: Int, _ end: Int, _ spare: UnsafeMutableBufferPointer<Int32>,
        by isBefore: (Int32, Int32) -> Bool
    ) {
        if !isBefore(numbers[middle], numbers[middle - 1]) { return }
        let first = middle - start
        for index in 0..<first { spare[index] = numbers[start + index] }
        var left = 0
        var right = middle
        var place = start
        while left < first, right < end {
            if isBefore(numbers[right], spare[left]) {
                numbers[place] = numbers[right]
                right += 1
            } else {
                numbers[place] = spare[left]
                left += 1
            }
            place += 1
        }
        while left < first {
            numbers[place] = spare[left]
            left += 1
            place += 1
        }
    }
}
