/// How far a long piece of work is, in one line: done of all, how much a second, how long it still takes.
struct ProgressText: Sendable, Equatable {
    /// The work: `sent`.
    let verb: String
    /// What is counted: `bytes`, `rows`.
    let unit: Unit
    let done: Int
    /// Nil while nobody knows.
    let total: Int?
    let elapsed: Duration

    /// What is counted.
    enum Unit: Sendable {
        case bytes, rows
    }

    /// Work of less than this tells no rate: it would say nothing.
    static let shortest = Duration.milliseconds(200)

    /// One line without its end.
    var line: String {
        var parts = [
            self.total.map { "\(self.verb) \(self.amount(self.done)) of \(self.amount($0))" } ?? "\(self.verb) \(self.amount(self.done))"
        ]
        if let total, total > 0 { parts[0] += " (\(self.done * 100 / total) %)" }
        let seconds = self.elapsed / .seconds(1)
        if self.elapsed >= Self.shortest, self.done > 0, seconds > 0 {
            let rate = Double(self.done) / seconds
            parts.append("\(self.amount(Int(rate)))/s")
            if let total, total > self.done, rate >= 1 { parts.append("\(Self.time(Double(total - self.done) / rate)) left") }
        }
        return parts.joined(separator: ", ")
    }

    private func amount(_ number: Int) -> String {
        switch self.unit {
        case .rows: return Self.grouped(number)
        case .bytes:
            let units = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)]
            guard let (name, size) = units.first(where: { number >= $0.1 }) else { return "\(number) B" }
            let tenths = number / (size / 10)
            return tenths >= 100 ? "\(tenths / 10) \(name)" : "\(tenths / 10).\(tenths % 10) \(name)"
        }
    }

    /// A whole number with commas between its thousands.
    static func grouped(_ number: Int) -> String {
        let digits = Array(String(number.magnitude))
        let grouped = digits.enumerated().reduce(into: "") { text, digit in
            if digit.offset > 0, (digits.count - digit.offset).isMultiple(of: 3) { text.append(",") }
            text.append(digit.element)
        }
        return number < 0 ? "-\(grouped)" : grouped
    }

    private static func time(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        switch whole {
        case ..<60: return "\(whole) s"
        case ..<3_600: return "\(whole / 60) min \(whole % 60) s"
        default: return "\(whole / 3_600) h \(whole / 60 % 60) min"
        }
    }
}
