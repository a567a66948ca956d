import Chassis
import CloudEvents
import EventStack
import HTTP
import JSON
import TestSupport
import Testing

@testable import cairn_issuer

@Suite struct `The issuer's routes` {
    @Test func `answer nonsense by a clear error, and go on`() async throws {
        try await IssuerStory.run { story in
            let achievement = try await story.achievement()
            let bodies: [JSON] = [
                IssuerStory.order(achievement), ["name": "MIG welding", "description": "Welds.", "criteria": "Three welds."],
                ["reason": "A slip."], ["code": "NV", "name": "North"],
                [
                    "name": "Soldering", "description": "Solders.", "criteria": "Ten joints.",
                    "alignments": [["name": "x", "url": "https://x.example", "framework": "f", "code": "c", "level": "1"]],
                ],
            ]
            let visitors =
                try [IssuerStory.staff(), IssuerStory.staff(2), .learner(college: 1, person: UUIDValue(high: 1, low: 1))]
                .map(story.fields) + [[.origin: IssuerStory.origin], [.authorization: "Bearer nonsense"], [:]]
            var fuzz = RouteFuzz(story.client, routes: story.routes, visitors: visitors, bodies: bodies, seed: 5)
            let report = await fuzz.run(for: TestTier.isAll ? .seconds(6) : .zero)
            #expect(report.faults.isEmpty, "\(report.faults.prefix(5))")
            #expect(report.requests > 100 && report.statuses.keys.contains(422) && report.statuses.keys.contains(403), "\(report.statuses)")
            #expect(try await story.send(.get, "/issuer/api/v1/achievements/\(achievement)", as: .anonymous).status == .ok)
        }
    }
}
