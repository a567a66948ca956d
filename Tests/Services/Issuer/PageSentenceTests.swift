import Chassis
import CloudEvents
import HTTP
import Observability
import Templates
import TestSupport
import Testing

@testable import cairn_issuer

@Suite struct `The staff's pages` {
    /// What the college itself wrote, and stands on pages as it is.
    static let own: Set<String> = ["North Valley College", "MIG welding", "May.csv"]

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
                "/issuer/", "/issuer/batches", "/issuer/batches/new", "\(checked)/check", "\(checked)/issue", "\(done)/result", checking,
            ] { try await Self.holdsNoSentence(path, in: browser) }
        }
    }

    /// Columns of files, ids and keys, which are no words.
    private static func isCode(_ text: String) -> Bool {
        BatchColumns.Column(rawValue: text) != nil || text.hasPrefix("did:") || text.hasPrefix("urn:") || UUIDValue(text) != nil
    }

    /// Whether a page, opened by staff who may everything, has one heading, no script or style, and no word outside the catalogue.
    static func holdsNoSentence(_ path: String, in browser: StaffBrowser) async throws {
        let page = try await browser.open(path, as: IssuerStory.staff(1, Set(HomePageRoutes.roleScopes)))
        let outside = PseudoLocale.textsOutsideCatalogue(in: page.text).filter { !Self.own.contains($0) && !Self.isCode($0) }
        #expect(page.status == .ok && outside.isEmpty, "\(path): \(outside)")
        #expect(page.text.split(separator: "<h1").count == 2 && !page.text.contains("style=") && !page.text.contains("<script"), "\(path)")
    }
}
