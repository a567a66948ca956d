import CloudEvents
import Credentials
import Events
import JSON
import Observability
import TestSupport
import Testing

@testable import cairn_verifier

/// Badges that others signed with `eddsa-rdfc-2022`, of an issuer that the catalogue knows: the cases of the public validator.
@Suite(.enabled(if: SharedFiles.has("standards/examples/ob-3.0"))) struct `A verdict on somebody else's badge` {
    static let identifier = "https://example.com/issuers/876543"
    static let key = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"

    /// The issuer as a catalogue that knows it would say it.
    static func issuer() -> IssuerEvent {
        let since = WallTime(microseconds: 0)
        let key = IssuerState.Key(
            id: "\(Self.identifier)#\(Self.key)", suite: "eddsa-rdfc-2022", publicKeyMultibase: Self.key, state: .active, since: since,
            until: nil)
        let issuer = IssuerState(
            issuer: IssuerID(UUIDValue(high: 1, low: 99)), college: CollegeID(99), name: "Example Corp", identifier: Self.identifier,
            keys: [key])
        return IssuerEvent(.published, issuer, version: 1, at: since)
    }

    @Test func `is that all hold but a status, which it has none of`() async throws {
        let badge = try JSON(parsing: try SharedFiles.bytes("standards/examples/ob-3.0/validator/simple.json"))
        try await FilledVerifier.with { verifier in
            #expect(try await verifier.verdict(badge).outcome(of: "proof") == "not-checked unknown-controller")
            try await verifier.keep(issuers: [Self.issuer()])
            let answer = try await verifier.verdict(badge)
            #expect(answer.failed.isEmpty && answer.overall == "unchecked")
            let open = answer.checks.filter { $0["outcome"]?.string != "passed" }.compactMap { $0["code"]?.string }
            #expect(open == ["status-none"])
            #expect(answer.outcome(of: "proof") == "passed" && answer.outcome(of: "integrity") == "passed")
            #expect(answer.outcome(of: "issuer-list") == "passed" && answer.outcome(of: "issuer-name") == "passed")
        }
    }

    @Test func `is that the text is not what was signed, for a letter that was changed`() async throws {
        let badge = try JSON(parsing: try SharedFiles.bytes("standards/examples/ob-3.0/validator/simple.json"))
        var changed = try #require(badge.object)
        changed["name"] = "Teamwork badge"
        let document = JSON.object(changed)
        try await FilledVerifier.with { verifier in
            try await verifier.keep(issuers: [Self.issuer()])
            let answer = try await verifier.verdict(document)
            #expect(answer.overall == "invalid" && answer.headline == "not-as-signed")
            #expect(answer.outcome(of: "proof") == "failed signature-mismatch")
        }
    }
}
