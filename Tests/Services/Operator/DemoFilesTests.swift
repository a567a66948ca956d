import HTTP
import JSON
import Synchronization
import TestSupport
import Testing

@testable import cairn

@Suite struct `What a story waits for and leaves` {
    @Test func `is waited for until it comes, or until patience is over`() async throws {
        let looks = Mutex(0)
        let clock = ImmediateClock()
        let look: @Sendable () async throws -> Int = {
            looks.withLock { number in
                number += 1
                return number
            }
        }
        let came = try await clock.wait(atMost: .seconds(10), every: .seconds(1), for: look) { number, _ in number == 4 }
        #expect(came.isReached && came.value == 4 && came.time == .seconds(3))
        let never = try await clock.wait(atMost: .seconds(2), every: .seconds(1), for: look) { _, _ in false }
        #expect(!never.isReached && never.value == 7 && never.time == .seconds(2))
    }

    @Test func `finds its former link again, and none in a file that is not its own`() throws {
        let folder = try TestFolder.new()
        #expect(DemoRecord.formerShare(in: folder) == nil && DemoRecord.formerEvents(in: folder) == nil)
        let share = DemoRecord.Share(student: "S1", item: "i", id: "s", url: "http://localhost/c/x")
        var record = DemoRecord(
            college: 1, campuses: ["N": "n"], achievements: [:], pathways: [:], roles: [:], revoked: nil, share: share, events: 7,
            verifyCommand: "v")
        try record.write(to: folder)
        #expect(DemoRecord.formerShare(in: folder) == share && DemoRecord.formerEvents(in: folder) == 7)
        let json = try JSON(parsing: InputFile("\(folder)/demo.json", limit: 10_000).bytes)
        #expect(json["campuses"] == ["N": "n"] && json["verify"] == "v" && json["revoked"] == nil)
        record = DemoRecord(
            college: 1, campuses: [:], achievements: [:], pathways: [:], roles: [:], revoked: "c", share: nil, events: 0,
            verifyCommand: nil)
        try record.write(to: folder)
        #expect(DemoRecord.formerShare(in: folder) == nil)
    }

    @Test func `does not judge what people have done since it was told, but what must always hold`() {
        let told: [StoryOutcome.Line] = [
            .init(label: "rows read", seen: "10"), .init(label: "credentials signed", seen: "9", detail: "new", expected: "8"),
            .init(label: "cairn check", isAlwaysSo: true, seen: "not", expected: "lost 0"),
        ]
        let since = told.map(\.asChangedSince)
        #expect(since.map(\.holds) == [true, true, false])
        #expect(since[0] == told[0] && since[1].detail == "new; the story alone: 8" && since[2] == told[2])
    }

    @Test func `names each status list of a badge once`() {
        let two = #"{"credentialStatus": [{"statusListCredential": "u"}, {"statusListCredential": "v"}, {"statusListCredential": "u"}]}"#
        #expect(DemoStory.statusLists(of: Array(two.utf8)) == ["u", "v"])
        #expect(DemoStory.statusLists(of: Array(#"{"credentialStatus": {"statusListCredential": "u"}}"#.utf8)) == ["u"])
        #expect(DemoStory.statusLists(of: Array("{}".utf8)) == [])
        #expect(DemoStory.statusLists(of: Array("no".utf8)) == [])
    }

    @Test(arguments: [("a-b_c.d~9", "a-b_c.d~9"), ("a b&c=d/é", "a%20b%26c%3Dd%2F%C3%A9"), ("", "")])
    func `escapes what stands in a query`(text: String, escaped: String) {
        #expect(SiteClient.escaped(text) == escaped)
    }

    @Test func `says no more of an address than its path`() {
        #expect(SiteError.Place(.get, "/enter?ticket=secret").description == "GET /enter")
    }
}
