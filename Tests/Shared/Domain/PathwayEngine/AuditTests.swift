import CloudEvents
import Events
import Observability
import PathwayEngine
import TestSupport
import Testing

@Suite struct `An audit` {
    @Test func `counts the achievements of the shortest way`() {
        let certificate = Requirement.all([leaf(1), leaf(2), .some([leaf(3), leaf(4), leaf(5)], atLeast: 2)])
        let begun = Audit(of: certificate, with: [held(1), held(4)])
        #expect((begun.done, begun.needed, begun.share) == (2, 4, 5_000))
        #expect(!begun.isComplete && begun.hasBegun && begun.counting == [1, 4])
        let whole = Audit(of: certificate, with: [1, 2, 3, 4].map { held($0) })
        #expect(whole.isComplete && whole.share == Audit.whole && whole.counting == [1, 2, 3, 4])
    }

    @Test func `takes the way that has the least left`() {
        let choice = Requirement.any([leaf(1), .all([leaf(2), leaf(3), leaf(4)])])
        #expect(Audit(of: choice, with: [held(2), held(3)]).share == 0)
        #expect(Audit(of: choice, with: [held(2), held(3)]).hasBegun)
        #expect(Audit(of: choice, with: [held(2), held(3), held(4)]).counting == [2, 3, 4])
        #expect(Audit(of: choice, with: [held(1), held(2), held(3), held(4)]).counting == [1])
    }

    @Test func `lets what was awarded first count, so that a later award changes nothing`() {
        let choice = Requirement.any([leaf(1), leaf(2)])
        #expect(Audit(of: choice, with: [held(2, day: 1)]).counting == [2])
        #expect(Audit(of: choice, with: [held(1, day: 2), held(2, day: 1)]).counting == [2])
        let twice = [held(8, of: 1, day: 3), held(9, of: 1, day: 1)]
        #expect(Audit(of: leaf(1), with: twice).counting == [9])
        #expect(Audit(of: leaf(1), with: twice.reversed()).counting == [9])
    }

    @Test func `counts one credential at each place of its achievement`() {
        let shared = Requirement.all([leaf(1), .some([leaf(1), leaf(2), leaf(3)], atLeast: 2)])
        #expect(Audit(of: shared, with: [held(1)]).done == 2)
        #expect(Audit(of: shared, with: [held(1, day: 9), held(2, day: 1), held(3, day: 2)]).counting == [1, 2])
    }

    @Test func `knows nothing of credentials that have no place in it`() {
        let audit = Audit(of: leaf(1), with: [held(2)])
        #expect(!audit.hasBegun && audit.counting.isEmpty && audit.share == 0)
    }

    @Test func `says of each part how it stands`() {
        let some = Requirement.some([leaf(1), leaf(2), leaf(3)], atLeast: 2)
        let audit = Audit(of: .all([some, leaf(4)]), with: [held(2), held(4)])
        #expect(!audit.standing(of: some).isMet && audit.standing(of: some).partsMet == 1)
        #expect(audit.standing(of: leaf(4)).isMet && !audit.standing(of: leaf(1)).isMet)
        #expect(audit.credential(for: achievement(2)) == held(2).id && audit.credential(for: achievement(1)) == nil)
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `is monotone, whole only when met, the same in any order, and minimal`(seed: UInt64) {
        var random = SeededRandom(seed)
        for _ in 0..<400 {
            let requirement = Self.requirement(depth: 3, &random)
            let all = (1...9).map { number in
                held(number * 10 + random.next() % 3, of: number, day: Int64(random.next() % 5))
            }.shuffled(using: &random)
            var before = Audit(of: requirement, with: [])
            #expect(before.share == 0 && !before.isComplete)
            for count in 1...all.count {
                let credentials = Array(all.prefix(count))
                let audit = Audit(of: requirement, with: credentials)
                #expect(audit.share >= before.share && audit.needed == before.needed)
                #expect(audit.isComplete == Self.isMet(requirement, by: Set(credentials.map(\.achievement))))
                #expect((audit.share == Audit.whole) == audit.isComplete)
                #expect(audit == Audit(of: requirement, with: credentials.shuffled(using: &random)))
                if audit.isComplete { Self.expectMinimal(audit, requirement, credentials) }
                before = audit
            }
        }
    }

    private static func expectMinimal(_ audit: Audit, _ requirement: Requirement, _ credentials: [HeldCredential]) {
        let counting = credentials.filter { audit.earnedBy.contains($0.id) }
        #expect(Audit(of: requirement, with: counting).isComplete)
        for one in counting { #expect(!Audit(of: requirement, with: counting.filter { $0 != one }).isComplete) }
    }

    /// Whether a requirement is met, by its words alone.
    private static func isMet(_ requirement: Requirement, by held: Set<AchievementID>) -> Bool {
        switch requirement {
        case .achievement(let id): held.contains(id)
        case .all(let parts): parts.allSatisfy { self.isMet($0, by: held) }
        case .any(let parts): parts.contains { self.isMet($0, by: held) }
        case .some(let parts, let atLeast): parts.count { self.isMet($0, by: held) } >= atLeast
        }
    }

    private static func requirement(depth: Int, _ random: inout SeededRandom) -> Requirement {
        if depth == 0 || random.next() % 4 == 0 { return leaf(1 + random.next() % 9) }
        let parts = (0...(random.next() % 4)).map { _ in self.requirement(depth: depth - 1, &random) }
        switch random.next() % 3 {
        case 0: return .all(parts)
        case 1: return .any(parts)
        default: return .some(parts, atLeast: 1 + Int(random.next() % UInt64(parts.count)))
        }
    }
}
