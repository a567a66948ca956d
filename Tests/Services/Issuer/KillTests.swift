import Chassis
import CloudEvents
import HTTP
import JSON
import LocalServers
import Observability
import TestSupport
import Testing

@testable import cairn_issuer

@Suite struct `An issuer that is killed amid a batch` {
    @Test func `loses nothing and issues nothing twice`() async throws {
        try await withTestDatabase(IssuerStory.template) { sql in
            let learners = 600
            let away = ["--kafka-broker-file", "/nowhere/broker.json", "--lease-heartbeat", "250ms", "--lease-dead", "1s"]
            let http = try await IssuerRun.start(sql, ["--run", "http"])
            let client = try await http.client()
            let token = try IssuerStory.makeSigner().token(
                claiming: IssuerStory.staff().claims, audience: "cairn", from: WallTime.now(), for: .seconds(600))
            func post(_ path: String, _ type: String, _ body: [UInt8]) async throws -> JSON {
                let headers: HTTPFields = [.authorization: "Bearer \(token)", .contentType: type]
                return try await client.execute("/issuer/api/v1/" + path, method: .post, headers: headers, body: body).json
            }
            _ = try await post("campuses", "application/json", JSON.object(["code": "NV", "name": "North"]).bytes())
            let text: JSON = ["code": "WELD-101", "name": "MIG welding", "description": "Welds.", "criteria": "Three welds."]
            _ = try await post("achievements", "application/json", text.bytes())
            let batch = try await post("batches", "text/csv", Array(IssuerStory.file(0..<learners).utf8))
            #expect(batch.counts == [learners, 0, 0])
            let id = try #require(batch["id"]?.string)
            // The second slice is signed and not yet written when the process dies.
            let doomed = try await IssuerRun.start(sql, ["--run", "events", "--failpoints", "batch-signed=kill@2"] + away)
            _ = try await post("batches/\(id)/issue", "application/json", [])
            #expect(await doomed.child.wait() == .signalled(9), "the failpoint was reached")
            // Two slices are in hand at once, so either may have been written, or neither. On a busy machine the first one may also have been signed
            // twice, because its lease was over.
            let claimed = "SELECT count(*) FROM issuer.batch_item WHERE state = 'ready' AND owner IS NOT NULL"
            let left = try #require(Int(try await sql.execute(claimed).filter(\.isNumber)))
            let written = try #require(Int(try await sql.execute("SELECT count(*) FROM issuer.credential").filter(\.isNumber)))
            #expect(left > 0 && left + written <= learners, "rows were claimed and not closed: \(left), written: \(written)")
            let heir = try await IssuerRun.start(sql, ["--run", "events"] + away)
            try await eventually("the batch is done") {
                try await sql.execute("SELECT state FROM issuer.batch").contains("done")
            }
            let sums = try await sql.execute(
                """
                SELECT (SELECT count(*) FROM issuer.credential) || ' ' || (SELECT count(DISTINCT person) FROM issuer.credential) || ' '
                    || (SELECT count(*) FROM issuer.outbox WHERE topic = 'cairn.credential.v1') || ' ' || issued FROM issuer.batch
                """)
            #expect(sums.contains("600 600 600 600"), "\(sums)")
            #expect(await heir.child.stop() == .exited(0))
            #expect(await http.child.stop() == .exited(0))
            #expect(!(heir.log + doomed.log + http.log).joined().contains("S-599"))
        }
    }
}
