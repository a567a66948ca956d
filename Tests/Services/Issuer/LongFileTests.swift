import Glibc
import JSON
import LocalServers
import TestSupport
import Testing

@testable import HTTP
@testable import cairn_issuer

@Suite(.enabled(if: TestTier.isAll), .serialized) struct `A file of two gigabytes` {
    /// How much more memory the issuer may need for it, in kB.
    private static let allowance = 64 << 10
    /// Rows that can be issued, before those that can't.
    private static let good = 5_000

    /// Straight, and through nginx as it is deployed: with its length told, and in chunks.
    @Test func `is refused at its row 500,001, in bounded memory, and nothing of it stays`() async throws {
        try await withTestDatabase(IssuerStory.template) { sql in
            let http = try await IssuerRun.start(sql, ["--run", "http"])
            let client = try await http.client()
            let caller = IssuerCaller(client: client)
            try await caller.openCampus(of: 1)
            // Whatever a first file makes the process keep.
            #expect(try await caller.upload(IssuerStory.file(0..<600), of: 1).counts == [600, 0, 0])
            let kept = try await Self.rows(sql)
            let site = try await NginxRun.start(before: try await http.address())
            for (name, address, isChunked) in [("straight", try await http.address(), false), ("through nginx", site.address, true)] {
                let before = try Self.peak(of: http.child.id)
                let began = ContinuousClock.now
                let upload = StreamedUpload(address: address, length: Batch.byteLimit, isChunked: isChunked)
                let (answer, sent) = try await upload.send(try IssuerCaller.fields(of: 1), Self.bytes)
                let grown = try Self.peak(of: http.child.id) - before
                print("\(name): refused after \(sent) bytes in \(ContinuousClock.now - began), \(grown) kB more at the peak")
                #expect(answer.status == .unprocessableContent && answer.code == "file-refused", "\(answer.text)")
                #expect(
                    answer.json["detail"]?.string
                        == "Line 500002: This is row 500001. A file has at most 500000; cut it in two.")
                #expect(sent < Batch.byteLimit / 10, "it was not read to its end")
                #expect(grown < Self.allowance)
                let batch = try await client.execute(answer.headers[.location] ?? "", headers: try IssuerCaller.fields(of: 1)).json
                #expect(batch["state"] == "refused" && batch.counts == [0, 0, 0])
                #expect(batch["reason"]?.string?.hasPrefix("Line 500002: ") == true)
                #expect(try await Self.rows(sql) == kept)
            }
            await site.child.stop(.quit)
            #expect(await http.child.stop() == .exited(0))
        }
    }

    @Test func `and a byte is refused before it is sent, by the issuer's own words`() async throws {
        try await withTestDatabase(IssuerStory.template) { sql in
            let http = try await IssuerRun.start(sql, ["--run", "http"])
            let site = try await NginxRun.start(before: try await http.address())
            let kept = try await Self.rows(sql)
            for address in [try await http.address(), site.address] {
                let upload = StreamedUpload(address: address, length: Batch.byteLimit + 1, isChunked: false)
                let (answer, sent) = try await upload.send(try IssuerCaller.fields(of: 1), Self.bytes)
                #expect(answer.status == .contentTooLarge && answer.code == "too-large", "\(answer.text)")
                #expect(answer.json["detail"]?.string == "The body is longer than 2147483648 bytes.")
                #expect(sent < 64 << 20)
            }
            #expect(try await Self.rows(sql) == kept)
            await site.child.stop(.quit)
            #expect(await http.child.stop() == .exited(0))
        }
    }

    /// The bytes of the file, block by block, without end: its columns, some rows that could be issued, then rows that say too little.
    private static let bytes: @Sendable (Int) -> [UInt8] = { block in
        block == 0 ? Array(IssuerStory.file(0..<Self.good).utf8) : Self.filler
    }
    private static let filler = Array(String(repeating: "x\n", count: 32_768).utf8)

    /// How many rows stand in the tables that a file goes to.
    private static func rows(_ sql: TestDatabase) async throws -> String {
        try await sql.execute(
            """
            SELECT (SELECT count(*) FROM issuer.batch_item) || ' ' || (SELECT count(*) FROM issuer.batch_fault) || ' '
                || (SELECT count(*) FROM issuer.person) || ' ' || (SELECT count(*) FROM issuer.credential) || ' '
                || (SELECT count(*) FROM issuer.outbox WHERE topic = 'cairn.credential.v1')
            """)
    }

    /// The most memory that a process has had, in kB (proc(5)).
    private static func peak(of process: Int32) throws -> Int {
        let status = String(decoding: try SharedFiles.contents(of: "/proc/\(process)/status"), as: UTF8.self)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(Int(line.filter(\.isNumber)))
    }
}
