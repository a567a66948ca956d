extension ValueFormat where Value == Duration {
    /// A length of time with its unit, within a range: `250ms`, `8s`, `5m`, `2h`, `7d`.
    public static func duration(_ range: ClosedRange<Duration>) -> ValueFormat {
        let bounds = "from \(Measure.duration(range.lowerBound)) to \(Measure.duration(range.upperBound))"
        return ValueFormat("a length of time with its unit, such as 250ms or 8s, \(bounds)", placeholder: "TIME") { text in
            guard let milliseconds = Measure.read(text, units: Measure.times) else { return nil }
            let value = Duration.milliseconds(milliseconds)
            return range.contains(value) ? value : nil
        } write: {
            Measure.duration($0)
        }
    }
}

extension ValueFormat where Value == Int {
    /// A number of bytes, within a range: `4096`, `64KiB`, `10MB`.
    public static func size(_ range: ClosedRange<Int>) -> ValueFormat {
        let bounds = "from \(Measure.size(range.lowerBound)) to \(Measure.size(range.upperBound))"
        return ValueFormat("a number of bytes, such as 4096, 64KiB or 10MB, \(bounds)", placeholder: "SIZE") { text in
            guard let value = Measure.read(text, units: Measure.sizes), range.contains(value) else { return nil }
            return value
        } write: {
            Measure.size($0)
        }
    }
}

/// Whole numbers with a unit.
enum Measure {
    /// In milliseconds, the largest first.
    static let times = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)]
    /// In bytes, the largest first.
    static let sizes = [
        ("GiB", 1 << 30), ("GB", 1_000_000_000), ("MiB", 1 << 20), ("MB", 1_000_000), ("KiB", 1 << 10), ("kB", 1_000), ("B", 1), ("", 1),
    ]

    /// The number in the smallest unit; nil when there is no number, an unknown unit, or more than an Int holds.
    static func read(_ text: String, units: [(name: String, factor: Int)]) -> Int? {
        let digits = text.utf8.prefix { (48...57).contains($0) }
        let unit = String(text.dropFirst(digits.count))
        guard let number = Int(String(text.prefix(digits.count))), let factor = units.first(where: { $0.name == unit })?.factor else {
            return nil
        }
        let (product, overflow) = number.multipliedReportingOverflow(by: factor)
        return overflow ? nil : product
    }

    static func duration(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let milliseconds = Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000)
        return milliseconds == 0 ? "0s" : Self.write(milliseconds, units: Self.times)
    }

    static func size(_ bytes: Int) -> String {
        bytes == 0 ? "0" : Self.write(bytes, units: Self.sizes.filter { $0.0 != "B" })
    }

    private static func write(_ value: Int, units: [(name: String, factor: Int)]) -> String {
        let unit = units.first { value % $0.factor == 0 } ?? ("", 1)
        return "\(value / unit.factor)\(unit.name)"
    }
}
