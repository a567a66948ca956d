import Chassis
import HTTP
import JSON
import LocalServers
import Observability
import TestSupport
import Testing

@testable import cairn_issuer

@Suite(.enabled(if: TestTier.isAll)) struct `A small file beside a large one` {
    private static let large = 50_000
    /// How long the ten may take.
    private static let limit = Duration.seconds(2)

    /// Two colleges, one process that answers and one that signs.
    @Test func `is issued at once, though the other college's was confirmed before it`() async throws {
        try await withTestDatabase(IssuerStory.template) { sql in
            try await sql.writeDownPlans(of: ["issuer_events"])
            let http = try await IssuerRun.start(sql, ["--run", "http"])
            let caller = IssuerCaller(client: try await http.client())
            for college: Int32 in [1, 2] { try await caller.openCampus(of: college) }
            let clock = ContinuousClock()
            let began = clock.now
            let file = Array(IssuerStory.file(0..<Self.large).utf8)
            let upload = StreamedUpload(address: try await http.address(), length: file.count, isChunked: false)
            let large = try await upload.send(try IssuerCaller.fields(of: 1)) { _ in file }.0.json
            let checked = clock.now
            #expect(large.counts == [Self.large, 0, 0])
            let small = try await caller.upload(IssuerStory.file(0..<10), of: 2)
            #expect(small.counts == [10, 0, 0])
            let events = try await IssuerRun.start(sql, ["--run", "events", "--kafka-broker-file", "/nowhere/broker.json"])
            try await caller.confirm(large, of: 1)
            func issued() async throws -> Int { try await caller.batch(large, of: 1)["issued"]?.int ?? 0 }
            try await eventually("the large file is being issued") { try await issued() > 0 }
            // How long a slice takes here and now.
            let (first, start) = (try await issued(), clock.now)
            try await eventually("two slices more are issued") { try await issued() >= first + 2 * WorkingOffItems.slice }
            let pace = (clock.now - start) / 2
            let (before, asked) = (try await issued(), clock.now)
            try await caller.confirm(small, of: 2)
            try await eventually("the ten are issued") { try await caller.batch(small, of: 2)["state"] == "done" }
            let (delay, after, ten) = (clock.now - asked, try await issued(), try await caller.batch(small, of: 2))
            print(
                "\(Self.large) rows checked in \(checked - began); 10 rows issued in \(delay), beside \(after - before) of the \(Self.large), "
                    + "of which a slice takes \(pace)")
            #expect(ten["issued"]?.int == 10)
            #expect(after - before <= 3 * WorkingOffItems.slice, "they waited for a slice or two, and not for the file")
            #expect(after < Self.large / 10)
            #expect(delay < max(Self.limit, pace * 4), "two seconds, or on a busy machine what four slices take")
            // The new rows have not been counted yet, and PostgreSQL plans by what it knew before: once through the file it may go, for a slice,
            // and not once for each row of it.
            for plan in try sql.plans() where plan.mostRows > 2 * Self.large {
                Issue.record("\(plan.milliseconds) ms: \(plan.statement)\n\(plan.plan.joined(separator: "\n"))")
            }
            // Each had its turn: once more a slice of the large one is issued.
            try await eventually("the large file goes on") { try await issued() > after }
            #expect(await events.child.stop() == .exited(0))
            #expect(await http.child.stop() == .exited(0))
        }
    }
}

/// Staff of two colleges who call a running issuer.
struct IssuerCaller: Sendable {
    let client: HTTPTestClient

    /// The campus NV and the achievement WELD-101.
    func openCampus(of college: Int32) async throws {
        let campus: JSON = ["code": "NV", "name": "North"]
        #expect(try await self.send("campuses", "application/json", campus.bytes(), of: college).status == .created)
        let text: JSON = ["code": "WELD-101", "name": "MIG welding", "description": "Welds.", "criteria": "Three welds."]
        #expect(try await self.send("achievements", "application/json", text.bytes(), of: college).status == .created)
    }

    /// Hands a file in; gives what was found.
    func upload(_ text: String, of college: Int32) async throws -> JSON {
        try await self.send("batches", "text/csv", Array(text.utf8), of: college).json
    }

    /// Says yes.
    func confirm(_ batch: JSON, of college: Int32) async throws {
        let answer = try await self.send("batches/\(batch["id"]?.string ?? "")/issue", "application/json", [], of: college)
        #expect(answer.status == .accepted, "\(answer.text)")
    }

    /// A batch as it is now.
    func batch(_ batch: JSON, of college: Int32) async throws -> JSON {
        try await self.client.execute("/issuer/api/v1/batches/\(batch["id"]?.string ?? "")", headers: try Self.fields(of: college)).json
    }

    /// What staff of a college are known by.
    static func fields(of college: Int32) throws -> HTTPFields {
        let token = try IssuerStory.makeSigner().token(
            claiming: IssuerStory.staff(college).claims, audience: "cairn", from: WallTime.now(), for: .seconds(600))
        return [.authorization: "Bearer \(token)"]
    }

    private func send(_ path: String, _ type: String, _ body: [UInt8], of college: Int32) async throws -> ReceivedResponse {
        var headers = try Self.fields(of: college)
        headers[.contentType] = type
        return try await self.client.execute("/issuer/api/v1/" + path, method: .post, headers: headers, body: body)
    }
}
