import Chassis
import CloudEvents
import EventStack
import Events
import HTTP
import JSON
import Observability
import TestSupport
import Testing

@testable import cairn_wallet

@Suite struct `The wallet's routes` {
    @Test func `answer nonsense by a clear error, and go on`() async throws {
        try await WalletStory.run { story in
            let item = try await story.item(of: story.learner())
            let until = JSON.string((WallTime.now() + .seconds(86_400)).description)
            let bodies: [JSON] = [
                WalletStory.consent(), WalletStory.consent(what: ["skills", "documents"]),
                ["items": [.string(item)], "until": until, "name": "Ada", "for": "Harbour"],
            ]
            let visitors =
                try [story.learner(), story.learner(1, of: 2), .employer(WalletStory.harbour.value, scopes: ["match.read"])]
                .map(story.fields) + [[.origin: WalletStory.origin], [.authorization: "Bearer nonsense"], [:]]
            var fuzz = RouteFuzz(story.client, routes: story.routes, visitors: visitors, bodies: bodies, seed: 83)
            let report = await fuzz.run(for: TestTier.isAll ? .seconds(6) : .zero)
            #expect(report.faults.isEmpty, "\(report.faults.prefix(5))")
            #expect(report.requests > 400 && report.statuses.keys.contains(422) && report.statuses.keys.contains(403), "\(report.statuses)")
            #expect(try await story.items(story.learner()).count == 2)
        }
    }
}
