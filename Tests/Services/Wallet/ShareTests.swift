import CloudEvents
import Credentials
import Crypto
import Events
import HTTP
import JSON
import Observability
import TestSupport
import Testing

@testable import cairn_wallet

@Suite struct `A share link` {
    private func path(_ made: ReceivedResponse) throws -> String {
        String(try #require(made.json["url"]?.string).dropFirst(WalletStory.origin.count))
    }

    @Test func `shows every check to whoever has it, the name that the learner gave, and the exact file`() async throws {
        try await WalletStory.run { story in
            let made = try await story.share(
                [try await story.item(of: story.learner())], as: story.learner(), name: "Ada <L>", audience: "Harbour Health, hiring")
            #expect(made.status == .created)
            let path = try self.path(made)
            let page = try await story.browse(path)
            let html = page.text
            #expect(page.status == .ok && html.contains("<h1>Welding, level 1</h1>"), "\(html)")
            #expect(html.contains("checks passed: Welding, level 1 - Cairn</title>") && html.contains("class=\"banner ok\""))
            #expect(html.contains("Ada &lt;L&gt; <span class=\"small quiet\">name given by the learner</span>"))
            #expect(html.contains("What we checked") && html.contains("Is it still good?") && html.contains("Who stands behind it?"))
            #expect(html.contains("The learner made this link for Harbour Health, hiring."))
            #expect(html.contains("has no end date.") && html.contains("<meta name=\"robots\" content=\"noindex\">"))
            #expect(html.contains("<meta property=\"og:title\" content=\"Welding, level 1\">"))
            let head = html.split(separator: "<body>").first ?? ""
            #expect(head.contains("Awarded by College 1 on ") && !head.contains("Ada"))
            #expect(!head.split(separator: "</title>").dropFirst().joined().contains("passed"))
            let file = try await story.browse("\(path)/1.json")
            #expect(file.body == Array(try story.colleges[0].document(1).utf8) && file.headers[.contentType] == "application/vc")
            for wrong in ["2.json", "0.json", "01.json", "+1.json", "1.txt", "x"] {
                #expect(try await story.browse("\(path)/\(wrong)").status == .notFound)
            }
        }
    }

    @Test func `shows that all checks passed of a badge that was signed as a graph`() async throws {
        try await WalletStory.run { story in
            let college = story.colleges[0]
            try await story.record([try college.credential(9, of: 5, document: try college.document(9, suite: .eddsaRDFC2022))])
            let made = try await story.share([try await story.item(9, of: story.learner(5))], as: story.learner(5))
            let html = try await story.browse(self.path(made)).text
            #expect(html.contains("class=\"banner ok\"") && html.contains("Nothing was changed after signing."), "\(html)")
        }
    }

    @Test func `has a token of 256 bits of which the wallet keeps a digest alone`() async throws {
        try await WalletStory.run { story in
            let made = try await story.share([try await story.item(of: story.learner())], as: story.learner())
            let token = try #require(made.json["token"]?.string)
            #expect(token.utf8.count == 64 && ShareToken(token)?.text == token)
            let dump = try await story.sql.execute("SELECT string_agg(share_link::text, ' ') FROM wallet.share_link")
            #expect(dump.contains(Hex.encode(SHA256.hash(data: try Hex.decode(token)))) && !dump.contains(token))
            let list = try await story.send(.get, "/shares", as: story.learner()).json["shares"]?.array ?? []
            #expect(list.count == 1 && list[0]["token"] == nil && list[0]["url"] == nil && list[0]["id"] == made.json["id"])
            for wrong in [token.uppercased(), String(token.dropLast()), String(repeating: "0", count: 64), "x", token + "0"] {
                #expect(try await story.browse("/c/\(wrong)").status == .notFound)
            }
        }
    }

    @Test func `shows what was taken back as taken back, as soon as the list says so`() async throws {
        try await WalletStory.run { story in
            let college = story.colleges[0]
            let path = try self.path(try await story.share([try await story.item(of: story.learner())], as: story.learner()))
            try await story.record([try college.credential(1, of: 1, .revoked, version: 2)])
            try await story.keep(college, lists: [college.list(version: 2, revoked: [1], at: .now())])
            let html = try await story.browse(path).text
            #expect(html.contains("The issuer took this back.") && html.contains("class=\"banner bad\""))
            #expect(html.contains("was taken back.") && !html.contains("class=\"banner ok\""))
        }
    }

    @Test func `that has ended says so, and not that the credential did`() async throws {
        try await WalletStory.run { story in
            let made = try await story.share([try await story.item(of: story.learner())], as: story.learner())
            let (path, id) = (try self.path(made), made.json["id"]?.string ?? "")
            #expect(try await story.send(.post, "/shares/\(id)/end", as: story.learner(2)).answer == "404 link-unknown")
            #expect(try await story.browse(path).status == .ok)
            let ended = try await story.send(.post, "/shares/\(id)/end", as: story.learner())
            let again = try await story.send(.post, "/shares/\(id)/end", as: story.learner())
            #expect(ended.json["opens"] == false && again.json["endedAt"] == ended.json["endedAt"])
            for path in [path, "\(path)/1.json"] {
                let page = try await story.browse(path)
                #expect(page.status == .gone)
                #expect(
                    page.text.contains("This link has ended. The credential may still be good. Ask the learner for a new link.")
                        && !page.text.contains("Welding"))
            }
        }
    }

    @Test func `ends by its time, by the service's clock and by the database's`() async throws {
        try await WalletStory.run(now: { WallTime.now() + .seconds(-7_200) }) { story in
            let until = (WallTime.now() + .seconds(-3_600)).description
            let made = try await story.send(
                .post, "/shares", as: story.learner(),
                ["items": [.string(try await story.item(of: story.learner()))], "until": .string(until)])
            // The service's clock is behind: the database alone says that it is over.
            #expect(made.status == .created && made.json["opens"] == true)
            #expect(try await story.browse(try self.path(made)).status == .gone)
        }
        try await WalletStory.run { story in
            let path = try self.path(try await story.share([try await story.item(of: story.learner())], as: story.learner()))
            try await story.sql.execute("UPDATE wallet.share_link SET made_at = now() - interval '2 d', until = now() - interval '1 d'")
            #expect(try await story.browse(path).status == .gone)
        }
    }

    @Test func `shows several, one at a time, in the learner's order, and never what is not hers`() async throws {
        try await WalletStory.run { story in
            let (one, two) = (try await story.item(1, of: story.learner()), try await story.item(2, of: story.learner()))
            let path = try self.path(try await story.share([two, one], as: story.learner()))
            #expect(try await story.browse(path).text.contains("<h1>Welding, level 2</h1>"))
            let second = try await story.browse("\(path)?item=2").text
            #expect(second.contains("<h1>Welding, level 1</h1>") && second.contains("aria-current=\"page\">2. Welding, level 1</a>"))
            #expect(try await story.browse("\(path)?item=3").status == .notFound)
            #expect(try await story.browse("\(path)/1.json").body == Array(try story.colleges[0].document(2).utf8))
            for stranger in [try await story.item(3, of: story.learner(2)), try await story.item(1, of: story.learner(1, of: 2))] {
                #expect(try await story.share([one, stranger], as: story.learner()).answer == "404 item-unknown")
            }
        }
    }

    @Test func `is refused where it breaks a limit`() async throws {
        try await WalletStory.run { story in
            let item = try await story.item(of: story.learner())
            func answer(_ body: JSON) async throws -> String { try await story.send(.post, "/shares", as: story.learner(), body).answer }
            let until = JSON.string((WallTime.now() + .seconds(3_600)).description)
            #expect(try await answer(["items": [], "until": until]) == "422 fields-invalid")
            #expect(try await answer(["items": [.string(item), .string(item)], "until": until]) == "422 fields-invalid")
            #expect(try await answer(["items": [.string(item)], "until": until, "name": "a\u{0}b"]) == "422 fields-invalid")
            #expect(
                try await answer(["items": [.string(item)], "until": until, "for": .string(String(repeating: "x", count: 401))])
                    == "422 fields-invalid")
            #expect(try await answer(["items": [.string(item)], "until": "2999-01-01T00:00:00Z"]) == "422 end-out-of-range")
            for _ in 3...Sharing.linkLimit { #expect(try await answer(["items": [.string(item)], "until": until]) == "201 ") }
            // Two are left, whoever comes first.
            let order: JSON = ["items": [.string(item)], "until": until]
            let last = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<8 { group.addTask { try await story.send(.post, "/shares", as: story.learner(), order).answer } }
                return try await group.reduce(into: []) { $0.append($1) }.sorted()
            }
            #expect(last == ["201 ", "201 "] + Array(repeating: "409 too-many-links", count: 6))
            #expect(try await answer(["items": [.string(item)], "until": until]) == "409 too-many-links")
        }
    }

    @Test func `of an issuer that nobody knows is not called good`() async throws {
        try await WalletStory.run { story in
            try await story.sql.execute("DELETE FROM wallet.issuer WHERE college = 1")
            let path = try self.path(try await story.share([try await story.item(of: story.learner())], as: story.learner()))
            let html = try await story.browse(path).text
            #expect(!html.contains("banner ok") && html.contains("banner unk"))
        }
    }
}
