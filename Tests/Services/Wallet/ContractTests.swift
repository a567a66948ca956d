import Chassis
import Configuration
import HTTP
import JSON
import TestSupport
import Testing

@testable import cairn_wallet

@Suite struct `The wallet's contract` {
    @Test func `names every route, and no other`() async throws {
        try await WalletStory.run { story in
            let answer = try await story.send(.get, "/openapi.yaml", as: nil)
            let paths = try YAMLDocument(parsing: answer.body).root["paths"].members()
            let methods: Set<String> = ["get", "post", "put", "patch", "delete"]
            let declared = try paths.flatMap { path in
                try path.value.members().map(\.name).filter(methods.contains).map { "\($0.uppercased()) \(path.name)" }
            }
            #expect(declared.sorted() == story.routes.map(\.description).sorted())
            #expect(declared.count == 29)
        }
    }

    @Test func `serves the schemas of its events`() async throws {
        try await WalletStory.run { story in
            for name in ["consent.v1.json", "item.v1.json"] {
                let schema = try await story.send(.get, "/schemas/\(name)", as: nil)
                #expect(schema.status == .ok && schema.json["type"]?.string == "object")
            }
            #expect(try await story.send(.get, "/schemas/credential.v1.json", as: nil).status == .notFound)
        }
    }
}
