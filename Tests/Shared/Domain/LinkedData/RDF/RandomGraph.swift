import TestSupport

/// A small graph of blank nodes that are hard to tell apart, made of a seed's numbers.
struct RandomGraph {
    /// A statement: a term is text, a blank node a number.
    struct Statement: Hashable {
        enum Term: Hashable {
            case text(String)
            case blank(Int)

            var blank: Int? {
                if case .blank(let number) = self { number } else { nil }
            }
        }

        let subject: Term
        let predicate: String
        let object: Term
        let graph: Term?

        /// The blank nodes in it, one for each place.
        var blanks: [Int] { [self.subject.blank, self.object.blank, self.graph?.blank].compactMap { $0 } }

        /// Whether one blank node stands in two places.
        var hasTwins: Bool { Set(self.blanks).count < self.blanks.count }
    }

    private(set) var statements: [Statement] = []
    let blankCount: Int

    /// Another graph.
    init(_ random: inout SeededRandom) {
        let blankCount = Int.random(in: 1...10, using: &random)
        self.blankCount = blankCount
        let named = Int.random(in: 0..<10, using: &random)
        let mayHaveTwins = Bool.random(using: &random)
        func isOneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }
        func blank() -> Statement.Term { .blank(Int.random(in: 0..<blankCount, using: &random)) }
        func text(_ forms: [String]) -> Statement.Term { .text(forms[Int.random(in: 0..<forms.count, using: &random)]) }
        var known: Set<Statement> = []
        for _ in 0..<Int.random(in: 1...22, using: &random) {
            let statement = Statement(
                subject: isOneIn(12) ? text(["<urn:s>", "<urn:s2>"]) : blank(),
                predicate: isOneIn(5) ? "<urn:q>" : "<urn:p>",
                object: isOneIn(6) ? text(["<urn:o>", "\"1\"", "\"1\"@en", "\"a\\n\\\"b\\\"é\""]) : blank(),
                graph: Int.random(in: 0..<10, using: &random) >= named ? nil : isOneIn(2) ? blank() : text(["<urn:g>", "<urn:h>"]))
            if !mayHaveTwins, statement.hasTwins { continue }
            if known.insert(statement).inserted { self.statements.append(statement) }
        }
    }

    /// Whether some quad has a blank node in two places. Its quads then have that quad once; PyLD counts it twice.
    var hasTwins: Bool { self.statements.contains(where: \.hasTwins) }

    /// Whether two blank nodes are together in more than one quad. Each is then the other's neighbour for each of these quads; pyoxigraph counts
    /// one.
    var hasDoubleLinks: Bool {
        var known: Set<[Int]> = []
        for statement in self.statements {
            let blanks = Set(statement.blanks).sorted()
            for (index, first) in blanks.enumerated() {
                for second in blanks[(index + 1)...] where !known.insert([first, second]).inserted { return true }
            }
        }
        return false
    }

    /// Its N-Quads, with labels that a list gives to the blank nodes.
    func nquads(labels: [String], order: [Int]? = nil) -> String {
        func text(_ term: Statement.Term) -> String {
            switch term {
            case .text(let text): text
            case .blank(let number): "_:\(labels[number])"
            }
        }
        return (order ?? Array(self.statements.indices)).map { index in
            let statement = self.statements[index]
            let graph = statement.graph.map { text($0) + " " } ?? ""
            return "\(text(statement.subject)) \(statement.predicate) \(text(statement.object)) \(graph).\n"
        }.joined()
    }

    /// Its N-Quads with plain labels.
    var nquads: String { self.nquads(labels: (0..<self.blankCount).map { "b\($0)" }) }

    /// The same graph in N-Quads that look different: other labels, another order.
    func disguised(_ random: inout SeededRandom) -> String {
        self.nquads(
            labels: (0..<self.blankCount).map { "x\($0)" }.shuffled(using: &random), order: self.statements.indices.shuffled(using: &random)
        )
    }
}
