import EventStack
import HTTP
import JSON
import TestSupport
import Testing

@testable import cairn_verifier

@Suite struct `The verifier's routes` {
    @Test func `answers nonsense by a clear error or a verdict, and goes on`() async throws {
        let college = try TestCollege()
        try await FilledVerifier.with([college]) { verifier in
            let document = try college.signed()
            var fuzz = RouteFuzz(
                verifier.client, routes: verifier.service.routes.router.routes, visitors: [[:]], bodies: [document], seed: 6)
            let report = await fuzz.run(for: TestTier.isAll ? .seconds(6) : .zero)
            #expect(report.faults.isEmpty, "\(report.faults.prefix(5))")
            #expect(report.requests >= 60 && report.statuses.keys.contains(400) && report.statuses.keys.contains(200), "\(report.statuses)")
            #expect(try await verifier.verdict(document).overall == "valid")
        }
    }
}
