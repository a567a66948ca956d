import Chassis
import CloudEvents
import Events
import HTTP
import JSON
import Observability
import Templates
import TestSupport
import Testing

@testable import cairn_issuer

@Suite struct `The staff's pages` {
    /// What the college itself wrote, and stands on pages as it is.
    static let own: Set<String> = [
        "North Valley College", "MIG welding", "May.csv", "MicroCredential", "Certificate", "Fitter", "a slip", "Ada", "S-100", "WELD-101",
        "CERT", "onet", "51-4121.00", "Welding", "Welds.", "Three welds.", "Welds steel.", "Three welds that hold.", "Fits.", "All steps.",
    ]

    @Test func `take every sentence from the catalogue, and leave none there unused`() throws {
        let check = try IssuerPages(now: { WallTime.now() }).all.check(alsoUsed: IssuerPages.spokenKeys)
        #expect(check.isClean, "\(check)")
    }

    @Test func `hold no sentence of their own`() async throws {
        try await StaffBrowser.run(pseudo: true) { browser in
            let staff = IssuerStory.staff(1, Set(HomePageRoutes.roleScopes))
            try await browser.story.openCampuses()
            func batch(_ text: String) async throws -> String {
                let place = try #require(try await browser.upload(text, as: staff).headers[.location])
                return String(place.dropLast("/check".count))
            }
            let (checked, done) = (try await batch(IssuerStory.file(0..<2)), try await batch(IssuerStory.file(5..<6)))
            let checking = try await batch(IssuerStory.file(8..<9))
            let worker = try await browser.story.worker(1)
            #expect(try await browser.post("\(done)/issue", as: staff).status == .seeOther)
            try await Self.holdsNoSentence(done, in: browser)
            while try await worker.round() {}
            try await browser.story.sql.execute("UPDATE issuer.batch SET state = 'checking' WHERE id = '\(checking.suffix(36))'")
            for path in [
                "/issuer/achievements", "/issuer/credentials", "/issuer/reviews", "/issuer/", "/issuer/batches", "/issuer/batches/new",
                "\(checked)/check", "\(checked)/issue", "\(done)/result", checking,
            ] { try await Self.holdsNoSentence(path, in: browser) }
        }
    }

    @Test func `hold no sentence of their own where something was taken back`() async throws {
        try await StaffBrowser.run(pseudo: true) { browser in
            let learner = try await `An award that a pathway leads to`.Learner(browser.story)
            try await learner.arrives([learner.state(complete: true)])
            while try await learner.worker.round() {}
            let award = try #require(try await learner.awards().first?["id"]?.string)
            #expect(try await browser.story.change("\(learner.earned)", "revoke").status == .ok)
            try await learner.arrives([learner.state(complete: false)])
            let review = try #require(try await learner.reviews().first?["id"]?.string)
            let achievement = try await browser.story.achievement()
            for path in [
                "/issuer/", "/issuer/reviews", "/issuer/reviews/\(review)", "/issuer/reviews/\(review)/keep",
                "/issuer/reviews/\(review)/take-back", "/issuer/credentials/\(award)", "/issuer/credentials/\(award)/take-back",
                "/issuer/credentials/\(learner.earned)", "/issuer/credentials?person=\(learner.person)", "/issuer/achievements",
                "/issuer/achievements/\(achievement)", "/issuer/achievements/\(learner.award)",
            ] { try await Self.holdsNoSentence(path, in: browser) }
            #expect(try await learner.decide("take-back", ["id": .string(review)]).status == .ok)
            try await Self.holdsNoSentence("/issuer/reviews/\(review)", in: browser)
        }
    }

    /// Whether a text is made of what the college wrote, and of codes, which are no words.
    private static func isOwn(_ text: String) -> Bool {
        text.split { ",:".contains($0) }.allSatisfy { piece in
            let word = piece.trimmingPrefix { $0 == " " }
            return Self.own.contains(String(word)) || Self.isCode(String(word)) || word.count == 8 && word.allSatisfy(\.isHexDigit)
        }
    }

    private static func isCode(_ text: String) -> Bool {
        BatchColumns.Column(rawValue: text) != nil || ["did", "urn", "key"].contains(text) || text.hasPrefix("z6Mk")
            || UUIDValue(text) != nil
    }

    /// Whether a page, opened by staff who may everything, has one heading, no script or style, and no word outside the catalogue.
    static func holdsNoSentence(_ path: String, in browser: StaffBrowser) async throws {
        let page = try await browser.open(path, as: IssuerStory.staff(1, Set(HomePageRoutes.roleScopes)))
        let outside = PseudoLocale.textsOutsideCatalogue(in: page.text).filter { !Self.isOwn($0) }
        #expect(page.status == .ok && outside.isEmpty, "\(path): \(outside)")
        #expect(page.text.split(separator: "<h1").count == 2 && !page.text.contains("style=") && !page.text.contains("<script"), "\(path)")
    }
}
