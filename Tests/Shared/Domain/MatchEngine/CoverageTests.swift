import MatchEngine
import TestSupport
import Testing

@Suite struct `The coverage of a role` {
    private typealias Whole = Coverage<Int>

    @Test func `counts a skill once, by the least of the credentials that show it, in the role's order`() {
        let requirements = [
            Requirement(framework: "o", code: "b", importance: 5, isMust: true),
            Requirement(framework: "o", code: "a", importance: 2, isMust: false),
            Requirement(framework: "p", code: "a", importance: 3, isMust: true),
        ]
        let coverage = Whole(
            of: requirements,
            by: [.init(9, framework: "o", code: "a"), .init(4, framework: "o", code: "a"), .init(1, framework: "q", code: "b")])
        #expect(coverage.rows.map(\.proof) == [nil, 4, nil])
        #expect(coverage.points == 2 && coverage.total == 10)
        #expect(coverage.missingMusts == [requirements[0], requirements[2]])
        #expect(Whole(of: [], by: []).points == 0)
    }

    @Test(
        arguments: [
            (nil, nil, true), (nil, "1", true), ("2", nil, false), ("2", "1", false), ("2", "2", true), ("2", "10", true),
            ("B2", "C1", false),
            ("B2", "B2", true), ("2", "02", true), ("-1", "2", false), ("1234567890", "9999999999", false), ("2", "zwei", false),
        ] as [(String?, String?, Bool)])
    func `asks for a level as a word or as a number`(asked: String?, shown: String?, isMet: Bool) {
        #expect(Requirement(framework: "o", code: "a", level: asked, importance: 1, isMust: false).isMet(at: shown) == isMet)
    }

    @Test func `never falls when a credential is added, and never exceeds the whole`() {
        var random = SeededRandom(11)
        for _ in 0..<200 {
            let requirements = (0..<Int.random(in: 1...8, using: &random)).map { code in
                Requirement(
                    framework: "o", code: "\(code)", level: Bool.random(using: &random) ? "\(Int.random(in: 1...3, using: &random))" : nil,
                    importance: Int.random(in: Requirement.importances, using: &random), isMust: Bool.random(using: &random))
            }
            var showings: [Whole.Showing] = []
            var points = 0
            for proof in 0..<12 {
                showings.append(
                    .init(
                        proof, framework: "o", code: "\(Int.random(in: 0...9, using: &random))",
                        level: Bool.random(using: &random) ? "\(Int.random(in: 1...3, using: &random))" : nil))
                let coverage = Whole(of: requirements, by: showings)
                let naive = requirements.filter { requirement in
                    showings.contains {
                        $0.framework == requirement.framework && $0.code == requirement.code && requirement.isMet(at: $0.level)
                    }
                }.map(\.importance).reduce(0, +)
                #expect(coverage.points == naive && coverage.points >= points && coverage.points <= coverage.total)
                points = coverage.points
            }
        }
    }
}
