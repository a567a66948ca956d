import CloudEvents
import Observability
import Testing

@testable import Messaging

@Suite struct `A version guard` {
    private let subject = UUIDValue(high: 1, low: 1)

    private func id(_ number: UInt8) -> EventID {
        EventID(at: .init(microseconds: 1_000), random: Array(repeating: number, count: EventID.randomBytes))
    }

    @Test func `applies versions in order and skips what it has seen`() {
        var versions = VersionGuard(known: [:], readsFromTheStart: true)
        #expect(versions.judge(subject: self.subject, version: 1, eventID: self.id(1), college: 7) == .apply(missing: nil))
        #expect(versions.judge(subject: self.subject, version: 2, eventID: self.id(2), college: 7) == .apply(missing: nil))
        #expect(versions.judge(subject: self.subject, version: 1, eventID: self.id(1), college: 7) == .skip)
        #expect(versions.judge(subject: self.subject, version: 2, eventID: self.id(2), college: 7) == .skip)
        #expect(versions.known[self.subject] == .init(version: 2, eventID: self.id(2), college: 7))
    }

    @Test func `applies a later version over a gap and names what is missing`() {
        var versions = VersionGuard(known: [self.subject: .init(version: 3, eventID: self.id(3), college: 7)], readsFromTheStart: false)
        #expect(versions.judge(subject: self.subject, version: 7, eventID: self.id(7), college: 7) == .apply(missing: 4...6))
    }

    @Test(arguments: [(true, ClosedRange<Int64>?.some(1...4)), (false, nil)])
    func `takes a first version above 1 for a hole only if the log was read from its start`(start: Bool, missing: ClosedRange<Int64>?) {
        var versions = VersionGuard(known: [:], readsFromTheStart: start)
        #expect(versions.judge(subject: self.subject, version: 5, eventID: self.id(5), college: 7) == .apply(missing: missing))
    }

    @Test func `tells a repetition from a second history`() {
        var versions = VersionGuard(known: [self.subject: .init(version: 3, eventID: self.id(3), college: 7)], readsFromTheStart: true)
        #expect(versions.judge(subject: self.subject, version: 3, eventID: self.id(3), college: 7) == .skip)
        #expect(versions.judge(subject: self.subject, version: 3, eventID: self.id(9), college: 7) == .twoHistories)
        #expect(versions.judge(subject: self.subject, version: 2, eventID: self.id(9), college: 7) == .skip)
    }

    @Test func `refuses a subject that is known under another college, whatever its version`() {
        var versions = VersionGuard(known: [self.subject: .init(version: 3, eventID: self.id(3), college: 7)], readsFromTheStart: true)
        for version: Int64 in [2, 3, 4] {
            #expect(versions.judge(subject: self.subject, version: version, eventID: self.id(4), college: 8) == .otherCollege(7))
        }
        #expect(versions.known[self.subject]?.version == 3)
    }
}
