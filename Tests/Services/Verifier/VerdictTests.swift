import CloudEvents
import Credentials
import Events
import JSON
import Observability
import TestSupport
import Testing

@testable import cairn_verifier

@Suite struct `A verdict by the catalogue` {
    @Test func `on a good badge is that all checks passed`() async throws {
        let college = try TestCollege()
        try await FilledVerifier.with([college]) { verifier in
            let answer = try await verifier.verdict(college.signed())
            #expect(answer.overall == "valid" && answer.headline == "all-passed")
            #expect(answer.outcome(of: "revocation") == "passed" && answer.outcome(of: "issuer-list") == "passed")
            #expect(answer.outcome(of: "key-time") == "passed" && answer.outcome(of: "key-compromise") == "passed")
        }
    }

    @Test func `on an issuer that nobody knows is no pass, and never a failure`() async throws {
        let known = try TestCollege(seed: 1)
        var unknown = try TestCollege(seed: 2)
        try await FilledVerifier.with([known]) { verifier in
            let answer = try await verifier.verdict(unknown.signed())
            #expect(answer.overall == "unchecked" && answer.failed.isEmpty)
            #expect(answer.outcome(of: "issuer-list") == "not-checked on-no-list")
            #expect(answer.outcome(of: "revocation") == "not-checked status-unavailable")
            unknown.badge.status = [StatusEntry(purpose: "message", index: 0, list: unknown.url)]
            let rest = try await verifier.verdict(unknown.signed())
            #expect(rest.overall == "unchecked" && rest.headline == "unknown-issuer" && rest.failed.isEmpty)
        }
    }

    @Test func `on a list that somebody else's badge names is that it is not the issuer's`() async throws {
        let known = try TestCollege(seed: 1)
        var other = try TestCollege(seed: 2)
        other.badge.status = [StatusEntry(purpose: "revocation", index: 7, list: known.url)]
        let borrowed = try other.signed()
        try await FilledVerifier.with([known, other]) { verifier in
            let answer = try await verifier.verdict(borrowed)
            #expect(answer.overall == "invalid")
            #expect(answer.outcome(of: "status-age") == "failed list-not-the-issuers")
        }
    }

    @Test func `says nothing of a status when the catalogue is too old, but keeps what was taken back`() async throws {
        let (good, revoked) = (try TestCollege(seed: 1), try TestCollege(seed: 2))
        try await FilledVerifier.with([good, revoked]) { verifier in
            try await verifier.keep(lists: [revoked.list(version: 2, revoked: [TestCollege.entry])])
            for stale in ["clock_timestamp() - interval '1 hour 1 second'", "NULL"] {
                try await verifier.noteCaughtUp(stale)
                let answer = try await verifier.verdict(good.signed())
                #expect(answer.overall == "unchecked" && answer.headline == "could-not-check", "\(stale)")
                #expect(answer.outcome(of: "revocation") == "not-checked list-too-old", "\(stale)")
                #expect(try await verifier.verdict(revoked.signed()).headline == "revoked", "\(stale)")
            }
            try await verifier.noteCaughtUp("clock_timestamp() - interval '59 minutes'")
            #expect(try await verifier.verdict(good.signed()).overall == "valid")
        }
    }

    @Test func `ages with the clock that it is given`() async throws {
        let college = try TestCollege()
        try await FilledVerifier.with([college], now: { WallTime.now() + .seconds(3_700) }) { verifier in
            #expect(try await verifier.verdict(college.signed()).outcome(of: "revocation") == "not-checked list-too-old")
            let now = WallTime.now()
            let answer = try await verifier.verdict(college.signed(), query: "?at=\(now)")
            #expect(answer.overall == "valid" && answer.json["at"]?.string == now.description)
            let early = try await verifier.verdict(college.signed(), query: "?at=2001-01-01T00:00:00Z")
            #expect(early.headline == "not-started")
        }
    }

    @Test(arguments: ["list", "issuer"])
    func `does not count a list when a newer state of it or its issuer waits for an operator`(what: String) async throws {
        let college = try TestCollege()
        let subject = what == "list" ? college.listID.value : college.issuerID.value
        try await FilledVerifier.with([college]) { verifier in
            try await verifier.database.execute(
                """
                INSERT INTO verifier.parked (consumer, log_id, topic, partition, record_offset, subject, version, headers, cause, error)
                VALUES ('verifier.catalogue', 'log', 'cairn.catalogue.v1', 0, 1, '\(subject)', 2, '', 'refused', 'test')
                """)
            #expect(try await verifier.verdict(college.signed()).outcome(of: "revocation") == "not-checked list-too-old")
            try await verifier.database.execute("UPDATE verifier.parked SET state = 'applied'")
            #expect(try await verifier.verdict(college.signed()).overall == "valid")
        }
    }

    @Test func `goes by the times of the issuer's keys`() async throws {
        let college = try TestCollege()
        try await FilledVerifier.with([college]) { verifier in
            try await verifier.keep(issuers: [college.issuer(version: 2, key: .retired, until: college.issued + .seconds(60))])
            #expect(try await verifier.verdict(college.signed()).overall == "valid")
            try await verifier.keep(issuers: [college.issuer(version: 3, key: .retired, until: college.issued + .seconds(-60))])
            #expect(try await verifier.verdict(college.signed()).outcome(of: "key-time") == "failed key-retired")
            try await verifier.keep(issuers: [college.issuer(version: 4, key: .compromised)])
            let stolen = try await verifier.verdict(college.signed())
            #expect(stolen.overall == "invalid" && stolen.outcome(of: "key-compromise") == "failed key-compromised")
        }
    }

    @Test func `is never made from an older state that comes late`() async throws {
        let college = try TestCollege()
        try await FilledVerifier.with([college]) { verifier in
            try await verifier.keep(lists: [college.list(version: 5, revoked: [TestCollege.entry])])
            try await verifier.keep(issuers: [], lists: [college.list(version: 4)])
            #expect(try await verifier.verdict(college.signed()).headline == "revoked")
        }
    }

    @Test func `reads a held badge as on hold`() async throws {
        var college = try TestCollege()
        college.badge.status = [StatusEntry(purpose: "suspension", index: 131_071, list: college.url)]
        let held = college
        try await FilledVerifier.with([held]) { verifier in
            try await verifier.keep(lists: [held.list(version: 2, purpose: .suspension)])
            #expect(try await verifier.verdict(held.signed()).overall == "valid")
            try await verifier.keep(lists: [held.list(version: 3, revoked: [131_071], purpose: .suspension)])
            #expect(try await verifier.verdict(held.signed()).headline == "suspended")
            try await verifier.keep(lists: [held.list(version: 4, revoked: [131_070], purpose: .suspension)])
            #expect(try await verifier.verdict(held.signed()).overall == "valid")
        }
    }
}
