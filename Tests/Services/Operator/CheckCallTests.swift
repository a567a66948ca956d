import Events
import Messaging
import TestSupport
import Testing

@testable import cairn

@Suite struct `A call of check` {
    @Test func `finds nothing where all is well, and counts what it compared`() async throws {
        try await CheckedSuite.with { suite in
            let call = await suite.check()
            #expect(call.code == 0, "\(call.output)\(call.errors)")
            #expect(
                call.lines.dropLast() == [
                    "where               compared",
                    "issuer.catalogue    cairn.catalogue.v1: 3 subjects, 3 events",
                    "verifier.catalogue  cairn.catalogue.v1: 3 subjects, 3 events",
                    "issuer.awards       cairn.progress.v1: 0 subjects, 0 events",
                    "verifier.catalogue  issuers as their events say: 0",
                    "verifier.catalogue  achievements as their events say: 3",
                    "verifier.catalogue  statuslists as their events say: 0",
                    "issuer              credentials that hold, by learner, achievement and day: 0",
                    "issuer              requests with a key of their own: 0",
                    "issuer              awards that pathways led to: 0",
                    "lost 0, double 0, foreign 0",
                ])
        }
    }

    @Test func `names a row that was lost, one of another college, and one that nothing speaks of`() async throws {
        try await CheckedSuite.with { suite in
            let (lost, moved) = (suite.achievements[0].subject, suite.achievements[1].subject)
            try await suite.sql.execute(
                """
                DELETE FROM verifier.achievement WHERE id = '\(lost)';
                UPDATE verifier.achievement SET college = 9 WHERE id = '\(moved)';
                INSERT INTO verifier.achievement SELECT '00000000-0000-0009-0000-000000000009', college, issuer, edition, state, kind, name, version, now()
                FROM verifier.achievement LIMIT 1;
                """)
            let call = await suite.check()
            #expect(call.code == 1)
            #expect(call.lines.contains("lost: verifier.catalogue: achievement \(lost): it is not held"))
            #expect(call.lines.contains("foreign: verifier.catalogue: achievement \(moved): college is not as its newest event says"))
            #expect(
                call.lines.contains(
                    "foreign: verifier.catalogue: achievement 00000000-0000-0009-0000-000000000009: it is held, and no event speaks of it"))
            #expect(call.lines.last { !$0.isEmpty } == "lost 1, double 0, foreign 2")
        }
    }

    @Test func `names an event that was not applied, and a projection that is not as its event says`() async throws {
        try await CheckedSuite.with { suite in
            let (behind, changed) = (suite.achievements[0], suite.achievements[1].subject)
            try await suite.publish([AchievementEvent(.retired, behind.state, version: 2, at: behind.time)])
            try await suite.sql.execute("UPDATE verifier.achievement SET name = 'Else', edition = 4 WHERE id = '\(changed)'")
            let call = await suite.check()
            #expect(call.code == 1)
            #expect(
                call.lines.contains(
                    "lost: verifier.catalogue: cairn.catalogue.v1, \(behind.subject): version 2 and 0 more were written; applied is 1"))
            #expect(call.lines.contains("lost: verifier.catalogue: achievement \(changed): edition, name are not as its newest event says"))
            #expect(call.lines.last { !$0.isEmpty } == "lost 4, double 0, foreign 0", "the event at two readers, and both rows")
        }
    }

    @Test func `names the credentials that one row and one request led to twice`() async throws {
        try await CheckedSuite.with { suite in
            try await suite.sql.execute(DoubleCredentials.sql)
            let call = await suite.check()
            #expect(call.code == 1)
            let (first, second, third) = (DoubleCredentials.first, DoubleCredentials.second, DoubleCredentials.third)
            #expect(
                call.lines.contains("double: issuer: credentials that hold, by learner, achievement and day: \(first) and \(second)"))
            #expect(call.lines.contains("double: issuer: requests with a key of their own: \(first) and \(third)"))
            #expect(call.lines.contains("double: issuer: awards that pathways led to: \(third)"), "no order knows it")
            #expect(call.lines.last { !$0.isEmpty } == "lost 0, double 3, foreign 0")
        }
    }

    @Test func `compares window by window, and knows what lies behind the last event`() async throws {
        try await CheckedSuite.with { suite in
            let count = UInt64(ProjectionCheck.window) + 3
            try await suite.publish((4...count).map { CheckedSuite.achievement($0) })
            try await suite.deliver()
            let clean = await suite.check()
            #expect(clean.code == 0 && clean.lines.contains("verifier.catalogue  achievements as their events say: \(count)"))
            try await suite.sql.execute(
                """
                DELETE FROM verifier.achievement WHERE id = '\(CheckedSuite.achievement(count).subject)';
                UPDATE verifier.achievement SET id = 'ffffffff-ffff-ffff-ffff-ffffffffffff' WHERE id = '\(suite.achievements[0].subject)';
                """)
            let call = await suite.check()
            #expect(call.lines.last { !$0.isEmpty } == "lost 2, double 0, foreign 1", "\(call.output)")
        }
    }

    @Test func `waits for what is on its way`() async throws {
        try await CheckedSuite.with { suite in
            let next = AchievementEvent(.published, suite.achievements[0].state, version: 2, at: suite.achievements[0].time)
            try await suite.publish([next])
            async let call = suite.check(patience: "60s")
            try await suite.deliver()
            #expect(await call.code == 0)
        }
    }

    @Test func `says that it could not look, which is neither good nor bad news`() async throws {
        let folder = try TestFolder.new()
        try PrivateFile.write(#"{"issuer": "host=127.0.0.1 port=1 user=issuer_check connect_timeout=2"}"#, to: folder + "/check.json")
        let call = await CairnCall.run(["check", "--check-addresses", folder + "/check.json"])
        #expect(call.code == 2 && call.errors.contains("the check could not be made: PostgreSQL can't be reached"), "\(call.errors)")
    }

    @Test(arguments: [
        ("{}", "a JSON object of addresses by service is expected"), (#"{"issuer": 1}"#, "/issuer should be an address"),
        (#"{"isuer": "host=x"}"#, "/isuer is no service"),
    ])
    func `refuses addresses that it can't use`(text: String, reason: String) async throws {
        let folder = try TestFolder.new()
        try PrivateFile.write(text, to: folder + "/check.json")
        let call = await CairnCall.run(["check", "--check-addresses", folder + "/check.json"])
        #expect(call.code == 64 && call.errors.contains(reason), "\(call.errors)")
        let none = await CairnCall.run(["check", "--folder", folder])
        #expect(none.code == 64 && none.errors.contains("does cairn up run there?"))
    }
}

/// Three credentials that should not all be there: two for one row, two for one request, and one that was stacked without an order.
enum DoubleCredentials {
    static let first = "00000000-0000-0001-0000-000000000001"
    static let second = "00000000-0000-0001-0000-000000000002"
    static let third = "00000000-0000-0001-0000-000000000003"

    /// Past the constraints that keep it from happening: a check must not rely on them.
    static var sql: String {
        """
        SET session_replication_role = replica;
        DROP INDEX issuer.credential_row;
        ALTER TABLE issuer.idempotency_key DROP CONSTRAINT idempotency_key_pkey;
        INSERT INTO issuer.credential (college, id, person, achievement, edition, completed_on, issued_at, valid_from, changed_at, signing_key,
            revocation, suspension, entry, document, earned_by)
        SELECT 7, id::uuid, '\(Self.first)', '\(Self.first)', 1, day::date, now(), now(), now(), '\(Self.first)', '\(Self.first)', '\(Self.second)',
            entry, '', earned::uuid[]
        FROM (VALUES ('\(Self.first)', '2026-05-01', 1, '{}'), ('\(Self.second)', '2026-05-01', 2, '{}'), ('\(Self.third)', '2026-05-02', 3,
            '{\(Self.first)}')) AS v (id, day, entry, earned);
        INSERT INTO issuer.idempotency_key (college, key, digest, credential, used_at)
        VALUES (7, 'once', '', '\(Self.first)', now()), (7, 'once', '', '\(Self.third)', now());
        """
    }
}
