import Messaging

/// What a check of an installation came to.
struct CheckReport: Sendable, Equatable {
    /// What was looked at in one service or projection beside deliveries.
    struct Count: Sendable, Equatable {
        let place: String
        let what: String
        let number: Int
    }

    /// The comparison of what was written with what was applied.
    let delivery: DeliveryCheck.Report
    /// What else was compared.
    var counts: [Count] = []
    /// How many there are of each kind.
    private(set) var totals: [CheckFinding.Kind: Int] = [:]
    /// The first findings, at most `DeliveryCheck.findingsKept`.
    private(set) var findings: [CheckFinding] = []

    var lost: Int { self.totals[.lost] ?? 0 }
    var double: Int { self.totals[.double] ?? 0 }
    var foreign: Int { self.totals[.foreign] ?? 0 }
    /// Whether nothing is wrong.
    var isClean: Bool { self.totals.values.allSatisfy { $0 == 0 } }

    /// A report that begins with deliveries.
    init(_ delivery: DeliveryCheck.Report) {
        self.delivery = delivery
        self.findings = delivery.findings.map(CheckFinding.init)
        self.totals = [.lost: delivery.lost, .foreign: delivery.foreign]
    }

    /// Adds what one comparison found: so many, of which some in words.
    mutating func add(_ kind: CheckFinding.Kind, number: Int, findings: [CheckFinding]) {
        self.totals[kind, default: 0] += number
        self.findings += findings.prefix(max(0, DeliveryCheck.findingsKept - self.findings.count))
    }

    /// The last line: what everybody looks for.
    var summary: String { "lost \(self.lost), double \(self.double), foreign \(self.foreign)" }

    /// Everything for people: counts by service and consumer, findings, the summary.
    var lines: [String] {
        let width = ([Self.heading] + self.delivery.readers.map(\.consumer) + self.counts.map(\.place)).map { $0.count }.max() ?? 0
        func row(_ place: String, _ text: String) -> String { place + String(repeating: " ", count: width - place.count + 2) + text }
        var lines = [row(Self.heading, "compared")]
        for reader in self.delivery.readers {
            let parked = reader.parked == 0 ? "" : ", \(reader.parked) parked"
            lines.append(row(reader.consumer, "\(reader.topic): \(reader.subjects) subjects, \(reader.events) events\(parked)"))
        }
        lines += self.counts.map { row($0.place, "\($0.what): \($0.number)") }
        lines += self.findings.map(\.line)
        let more = self.totals.values.reduce(0, +) - self.findings.count
        if more > 0 { lines.append("and \(more) more") }
        return lines + [self.summary]
    }

    private static let heading = "where"
}
