import Chassis
import EventStack
import Events
import HTTP
import JSON
import PathwayEngine
import TestSupport
import Testing

@testable import cairn_pathway

@Suite struct `The pathway service's routes` {
    @Test func `answer nonsense by a clear error, and go on`() async throws {
        try await PathwayStory.run { story in
            let bodies: [JSON] = [
                [
                    "code": "WELD", "name": "Welding", "description": "Welds.",
                    "requirement": ["all": [PathwayStory.leaf(1).json, ["any": [PathwayStory.leaf(2).json]]]],
                    "award": PathwayStory.achievement(9).json,
                ],
                [
                    "code": "TWO", "name": "Two of three",
                    "requirement": ["some": [PathwayStory.leaf(1).json, PathwayStory.leaf(2).json], "atLeast": 2],
                ],
            ]
            let visitors =
                [PathwayStory.staff(), PathwayStory.staff(2), PathwayStory.visitor(PathwayStory.learner(1))].map(story.fields)
                + [[.origin: PathwayStory.origin], [.authorization: "Bearer nonsense"], [:]]
            // One route of many takes a body: it is asked more often than the others.
            let routes = story.routes + Array(repeating: story.routes.filter { $0.method == .post }, count: 10).joined()
            var fuzz = RouteFuzz(story.client, routes: routes, visitors: visitors, bodies: bodies, seed: 11)
            let report = await fuzz.run(for: TestTier.isAll ? .seconds(6) : .zero)
            #expect(report.faults.isEmpty, "\(report.faults.prefix(5))")
            #expect(report.requests > 100 && report.statuses.keys.contains(422) && report.statuses.keys.contains(403), "\(report.statuses)")
        }
    }
}
