import CloudEvents
import Events
import Observability
import Testing

@testable import Catalogue

@Suite struct `The newest of each subject` {
    private func role(_ number: UInt64, version: Int64 = 1) -> RoleEvent {
        let role = RoleState(
            role: RoleID(UUIDValue(high: 4, low: number)), college: .nobody, employer: EmployerID(UUIDValue(high: 5, low: 5)), state: .open,
            title: "Welder", requirements: [])
        return RoleEvent(.posted, role, version: version, at: WallTime(microseconds: 0))
    }

    @Test func `comes 500 rows at a time, in order of ids, whatever the order of arrival`() {
        let events = (1...1_201).reversed().map { self.role(UInt64($0)) } + [self.role(7, version: 3), self.role(7, version: 2)]
        let slices = Newest.slices(of: events)
        #expect(slices.map(\.count) == [500, 500, 201])
        #expect(slices.flatMap { $0 }.map(\.subject.low) == (1...1_201).map { UInt64($0) })
        #expect(slices[0][6].version == 3)
    }
}
