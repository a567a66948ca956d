import Chassis
import CloudEvents
import Events
import HTTP
import JSON
import Postgres
import TestSupport
import Testing

@testable import cairn_wallet

@Suite struct `A learner's record` {
    @Test func `holds each credential once, with its document byte for byte, and tells of it once`() async throws {
        try await WalletStory.run { story in
            let college = story.colleges[0]
            try await story.record(try [college.credential(1, of: 1), college.credential(2, of: 1)])
            let items = try await story.items(story.learner())
            #expect(items.keys.sorted() == [1, 2])
            let item = try #require(items[1])
            #expect(item["name"]?.string == "Welding, level 1" && item["state"]?.string == "active")
            #expect(item["issuer"]?["name"]?.string == "College 1" && item["id"] != item["credential"])
            #expect(item["skills"]?.array?.count == 1)
            let id = try #require(item["id"]?.string)
            let document = try await story.send(.get, "/items/\(id)/document", as: story.learner())
            #expect(document.body == Array(try college.document(1).utf8))
            #expect(document.headers[.contentType] == "application/vc")
            #expect(try await story.send(.get, "/items/\(id)", as: story.learner()).json == item)
            let told = try await story.published(.item)
            #expect(told.count == 8 && told.allSatisfy { $0.type == "org.cairn.item.accepted.v1" })
            #expect(Set(told.map { $0.data["item"] }).count == 8)
            #expect(told.contains { $0.data["item"]?.string == id && $0.data["credential"] == item["credential"] })
        }
    }

    @Test func `keeps what was taken back, and says so; nothing goes back behind that`() async throws {
        try await WalletStory.run { story in
            let college = story.colleges[0]
            try await story.record([try college.credential(1, of: 1, .suspended, version: 2)])
            #expect(try await story.items(story.learner())[1]?["state"]?.string == "suspended")
            try await story.record([try college.credential(1, of: 1, .revoked, version: 4)])
            try await story.record([try college.credential(1, of: 1, .reinstated, version: 3), try college.credential(1, of: 1)])
            let item = try #require(try await story.items(story.learner())[1])
            #expect(item["state"]?.string == "revoked")
            #expect(try await story.send(.get, "/items/\(item["id"]?.string ?? "")/document", as: story.learner()).status == .ok)
            #expect(try await story.published(.item).allSatisfy { $0.type == "org.cairn.item.accepted.v1" })
        }
    }

    @Test func `takes a credential that it hears of late, as revoked, for what it is`() async throws {
        try await WalletStory.run { story in
            try await story.record([try story.colleges[0].credential(9, of: 1, .revoked, version: 7)])
            #expect(try await story.items(story.learner())[9]?["state"]?.string == "revoked")
            #expect(try await story.published(.item).count == 9)
        }
    }

    @Test func `keeps a document that is no JSON as it came`() async throws {
        try await WalletStory.run { story in
            try await story.record([try story.colleges[0].credential(9, of: 1, document: "{no")])
            let id = try await story.item(9, of: story.learner())
            #expect(try await story.send(.get, "/items/\(id)/document", as: story.learner()).text == "{no")
            let page = try await story.browse("/wallet/credentials/\(id)", as: story.learner())
            #expect(page.status == .ok && page.text.contains("We could not read this as a credential."))
        }
    }

    @Test func `never gives a credential to somebody else`() async throws {
        try await WalletStory.run { story in
            let college = story.colleges[0]
            try await story.record([try college.credential(1, of: 2, .revoked, version: 9)])
            #expect(try await story.items(story.learner())[1]?["state"]?.string == "active")
            #expect(try await story.items(story.learner(2)).keys.sorted() == [3, 4])
        }
    }

    @Test func `comes page by page, the newest first`() async throws {
        try await WalletStory.run { story in
            let college = story.colleges[0]
            try await story.record(try (100..<220).map { try college.credential($0, of: 1, document: "{}") })
            let first = try await story.send(.get, "/items", as: story.learner()).json
            let next = try #require(first["next"]?.string)
            let second = try await story.send(.get, "/items?after=\(next)", as: story.learner()).json
            let ids = ((first["items"]?.array ?? []) + (second["items"]?.array ?? [])).compactMap { $0["id"]?.string }
            #expect(first["items"]?.array?.count == ItemRoutes.pageLimit && ids.count == 122 && second["next"] == nil)
            #expect(ids == ids.sorted(by: >) && Set(ids).count == 122)
            #expect(try await story.send(.get, "/items?after=x", as: story.learner()).answer == "400 after-malformed")
        }
    }

    @Test func `is the learner's alone`() async throws {
        try await WalletStory.run { story in
            #expect(try await story.send(.get, "/items", as: nil).answer == "401 sign-in-needed")
            let staff = Chassis.Visitor.staff(.init(college: 1, scopes: ["credential.issue", "people.read"]))
            #expect(try await story.send(.get, "/items", as: staff).answer == "403 other-visitor")
            let id = try await story.item(of: story.learner())
            for stranger in [story.learner(2), story.learner(1, of: 2)] {
                #expect(try await story.send(.get, "/items/\(id)", as: stranger).answer == "404 item-unknown")
                #expect(try await story.send(.get, "/items/\(id)/document", as: stranger).answer == "404 item-unknown")
            }
            let me = try await story.send(.get, "/me", as: story.learner()).json
            #expect(me["college"]?.int == 1 && me["person"]?.string == story.colleges[0].learner(1).description)
        }
    }
}
