import Chassis
import CloudEvents
import Events
import HTTP
import JSON
import Observability
import Postgres
import Templates
import TestSupport
import Testing

@testable import cairn_wallet

@Suite struct `The learner's pages` {
    @Test func `show what she holds, each with how it stands, and lead on`() async throws {
        try await WalletStory.run { story in
            try await story.record([try story.colleges[0].credential(2, of: 1, .revoked, version: 2)])
            let page = try await story.browse("/wallet/", as: story.learner())
            #expect(page.status == .ok && page.text.contains("<title>My record - Cairn</title>"))
            let (one, two) = (try await story.item(1, of: story.learner()), try await story.item(2, of: story.learner()))
            for id in [one, two] { #expect(page.text.contains("/wallet/credentials/\(id)")) }
            // What was taken back is still hers, and nothing to show around.
            #expect(page.text.contains("/wallet/share/\(one)") && !page.text.contains("/wallet/share/\(two)"))
            let revoked = try await story.browse("/wallet/credentials/\(two)", as: story.learner()).text
            #expect(!revoked.contains("/wallet/share/") && !revoked.contains("Counts toward") && revoked.contains("Take it with you"))
            for link in ["href=\"/pathway/\">My pathways<", "href=\"/wallet/links\"", "href=\"/wallet/consents\""] {
                #expect(page.text.contains(link), "\(link)")
            }
            #expect(page.text.contains("Taken back") && page.text.contains("In force") && page.text.contains("College 1"))
            let away = try await story.browse("/wallet")
            #expect(away.status == .permanentRedirect && away.headers[.location] == "/wallet/")
            let empty = try await story.browse("/wallet/", as: .learner(college: 1, person: UUIDValue(high: 8, low: 8)))
            #expect(empty.text.contains("Nothing here yet. It comes here when a college awards it."))
        }
    }

    @Test func `list what she holds by the day that it was awarded for, the newest first`() async throws {
        try await WalletStory.run { story in
            let college = story.colleges[0]
            let days = ["2021-03-04", "2023-12-11", "2022-01-09", "2023-12-11"]
            try await story.record(
                days.enumerated().map { place, day in
                    try college.credential(
                        UInt64(10 + place), of: 1, document: college.document(UInt64(10 + place), awarded: "\(day)T00:00:00Z"))
                })
            let page = try await story.browse("/wallet/", as: story.learner()).text
            let shown = page.matches(of: /<time datetime="(\d{4}-\d\d-\d\d)[^"]*">/).map { String($0.1) }
            // The two of the story say no day of their own: they count from a month ago.
            #expect(shown.count == 6 && shown == shown.sorted(by: >) && Array(shown.suffix(4)) == days.sorted(by: >), "\(shown)")
            #expect(page.contains("11 December 2023") && page.contains("4 March 2021"))
            for (number, day) in zip([10, 11], ["4 March 2021", "11 December 2023"] as [String]) {
                let id = try await story.item(UInt64(number), of: story.learner())
                #expect(try await story.browse("/wallet/credentials/\(id)", as: story.learner()).text.contains(day))
            }
            let (database, learner) = (story.http, try Learner(story.learner()))
            let walked = try await database.transaction(as: learner.scope) { tx in
                var (walked, last): ([Item], ItemID?) = ([], nil)
                while let next = try tx.awardedItems(of: learner, after: last, limit: 1).first {
                    walked.append(next)
                    last = next.id
                }
                return walked
            }
            #expect(walked.count == 6 && Set(walked.map(\.id)).count == 6)
            #expect(walked.map(\.awardedAt) == walked.map(\.awardedAt).sorted(by: >))
        }
    }

    @Test func `show one credential with its checks, what it counts toward, and where its file is`() async throws {
        try await WalletStory.run { story in
            let id = try await story.item(of: story.learner())
            let page = try await story.browse("/wallet/credentials/\(id)", as: story.learner()).text
            #expect(page.contains("<h1>Welding, level 1</h1>") && page.contains("class=\"banner ok\""))
            #expect(page.contains("Joins steel &lt;by&gt; hand.") && page.contains("What we checked"))
            #expect(page.contains("Fitter of college") && page.contains("50 % done"))
            #expect(page.contains("/wallet/api/v1/items/\(id)/document"))
            let other = try await story.browse(
                "/wallet/credentials/\(try await story.item(2, of: story.learner()))", as: story.learner())
            #expect(other.text.contains("It counts toward no pathway yet."))
            #expect(try await story.browse("/wallet/credentials/\(id)", as: story.learner(2)).status == .notFound)
        }
    }

    @Test func `make a link by a form, show its address once, and end it`() async throws {
        try await WalletStory.run { story in
            let learner = story.learner()
            let path = "/wallet/share/\(try await story.item(of: learner))"
            let form = try await story.browse(path, as: learner)
            #expect(form.text.contains("<h1>Share “Welding, level 1”</h1>") && form.text.contains("What they will see"))
            let wrong = try await story.browse(path, as: learner, post: "audience=Aunt&name=Ada&until=2020-01-01")
            #expect(wrong.status == .unprocessableContent && wrong.text.contains("value=\"Ada\"") && wrong.text.contains("value=\"Aunt\""))
            #expect(wrong.text.contains("<a href=\"#until\">Choose a day from today on, within 366 days</a>"))
            #expect(wrong.text.contains("id=\"until-e\"") && wrong.text.contains("aria-invalid=\"true\""))
            let empty = try await story.browse(path, as: learner, post: "until=")
            #expect(empty.text.contains("Choose the last day, as year, month and day"))
            let day = (WallTime.now() + .seconds(86_400)).day
            let made = try await story.browse(path, as: learner, post: "audience=Aunt&name=Ada&until=\(day)")
            let place = try #require(made.headers[.location])
            #expect(made.status == .seeOther && place.hasPrefix("/wallet/links/"))
            let cookie = try #require(made.headers[.setCookie])
            #expect(cookie.contains("Path=\(place);") && cookie.contains("HttpOnly") && cookie.contains("Secure"))
            let ready = try await story.browse(place, as: learner, cookies: [String(cookie.prefix { $0 != ";" })])
            #expect(ready.text.contains("<h1>Your link is ready</h1>"))
            let token = try #require(cookie.split(separator: ";").first?.split(separator: "=").last)
            #expect(ready.text.contains("value=\"\(WalletStory.origin)/c/\(token)\""))
            #expect(try await story.browse("/c/\(token)").text.contains("Ada <span"))
            let later = try await story.browse(place, as: learner)
            #expect(!later.text.contains(token) && later.text.contains("We keep no copy of its address."))
            #expect(try await story.browse("/wallet/links", as: learner).text.contains("Works"))
            #expect(try await story.browse("\(place)/end", as: learner).text.contains("<h1>End this link?</h1>"))
            #expect(try await story.browse("\(place)/end", as: story.learner(2), post: "").status == .notFound)
            #expect(try await story.browse("\(place)/end", as: learner, post: "").headers[.location] == "/wallet/links")
            let list = try await story.browse("/wallet/links", as: learner).text
            #expect(list.contains("ended on") && list.contains("The credential</strong> has no end date."))
            #expect(try await story.browse("/c/\(token)").status == .gone)
        }
    }

    @Test func `agree with an employer, and stop it behind a page that says what happens`() async throws {
        try await WalletStory.run { story in
            let learner = story.learner()
            let page = try await story.browse("/wallet/consents", as: learner)
            #expect(page.text.contains("You share with nobody.") && page.text.contains(">Harbour Health</option>"))
            let wrong = try await story.browse("/wallet/consents", as: learner, post: "until=x")
            #expect(wrong.status == .unprocessableContent)
            for text in [
                "Choose an employer</a>", "Choose what they may see</a>", "Choose what they may use it for</a>", "Choose the last day",
            ] {
                #expect(wrong.text.contains(text))
            }
            let day = (WallTime.now() + .seconds(86_400)).day
            let form = "employer=\(WalletStory.harbour)&what=skills&what=progress&purpose=matching&until=\(day)"
            for _ in 1...2 {
                let granted = try await story.browse("/wallet/consents", as: learner, post: form)
                #expect(granted.status == .seeOther && granted.headers[.location] == "/wallet/consents")
            }
            #expect(try await story.published(.consent).map { $0.data["what"] } == [["skills", "progress"]])
            let more = try await story.browse("/wallet/consents", as: learner, post: form + "&what=documents")
            #expect(more.text.contains("You share with this employer for this already."))
            let list = try await story.browse("/wallet/consents", as: learner).text
            let consents = try await story.send(.get, "/consents", as: learner).json["consents"]?.array
            let id = try #require(consents?.first?["id"]?.string)
            #expect(list.contains("/wallet/consents/\(id)/stop") && list.contains("How far you are on your pathways</dd>"))
            let preview = try await story.browse("/wallet/consents/\(id)/stop", as: learner).text
            #expect(preview.contains("<h1>Stop sharing with Harbour Health?</h1>") && preview.contains("Keep sharing"))
            #expect(try await story.browse("/wallet/consents/\(id)/stop", as: learner, post: "").status == .seeOther)
            #expect(try await story.browse("/wallet/consents", as: learner).text.contains("Stopped"))
            #expect(try await story.published(.consent).map(\.type).last == "org.cairn.consent.withdrawn.v1")
        }
    }

    @Test func `ask whoever is not signed in to sign in, and take no form of another site's`() async throws {
        try await WalletStory.run { story in
            for path in ["/wallet/", "/wallet/links", "/wallet/consents"] {
                let page = try await story.browse(path)
                #expect(page.status == .unauthorized && page.text.contains("<h1>Sign in first</h1>") && page.text.contains("href=\"/\""))
            }
            let headers: HTTPFields = [.origin: "https://evil.test", .contentType: "application/x-www-form-urlencoded"]
            let answer = try await story.client.execute("/wallet/consents", method: .post, headers: headers, body: Array("x=1".utf8))
            #expect(answer.answer == "403 other-origin")
        }
    }

    @Test func `hold no sentence of their own, and no key without one`() async throws {
        let pages = try WalletPages(now: { WallTime.now() })
        let check = pages.own.check(alsoUsed: WalletPages.spokenKeys)
        #expect(check.missing.isEmpty && check.unused.isEmpty, "\(check)")
        try await WalletStory.run(pseudo: true) { story in
            let learner = story.learner()
            let item = try await story.item(of: learner)
            let made = try await story.share([item], as: learner, name: "Ada", audience: "Aunt")
            _ = try await story.send(.post, "/consents", as: learner, WalletStory.consent(what: ["skills", "progress"]))
            let consents = try await story.send(.get, "/consents", as: learner).json["consents"]?.array
            let (link, consent) = (made.json["id"]?.string ?? "", consents?.first?["id"]?.string ?? "")
            let own: Set<String> = ["Ada", "Aunt", "JSON", "Harbour Health", "College 1", "Welding, level 1", "Welding, level 2"]
            for path in [
                "/wallet/", "/wallet/credentials/\(item)", "/wallet/share/\(item)", "/wallet/links", "/wallet/links/\(link)",
                "/wallet/links/\(link)/end", "/wallet/consents", "/wallet/consents/\(consent)/stop",
                "/c/\(made.json["token"]?.string ?? "")",
            ] {
                let page = try await story.browse(path, as: learner)
                let outside = PseudoLocale.textsOutsideCatalogue(in: page.text).filter { text in
                    // What stands hidden after a colon are names: whose, and when.
                    !own.contains(text) && !text.hasPrefix(": ") && !["Joins steel by hand.", "Twelve sound seams."].contains(text)
                }
                #expect(page.status == .ok && outside.isEmpty, "\(path): \(outside)")
                #expect(page.text.split(separator: "<h1").count == 2 && !page.text.contains("style=") && !page.text.contains("<script"))
            }
        }
    }
}
