import Chassis
import HTTP
import Observability
import Templates
import TestSupport
import Testing

@testable import cairn_issuer

@Suite struct `The staff's pages` {
    /// What the college itself wrote, and stands on pages as it is.
    static let own: Set<String> = ["North Valley College"]

    @Test func `take every sentence from the catalogue, and leave none there unused`() throws {
        let check = try IssuerPages(now: { WallTime.now() }).all.check(alsoUsed: IssuerPages.spokenKeys)
        #expect(check.isClean, "\(check)")
    }

    @Test func `hold no sentence of their own`() async throws {
        try await StaffBrowser.run(pseudo: true) { browser in
            for path in ["/issuer/"] { try await Self.holdsNoSentence(path, in: browser) }
        }
    }

    /// Whether a page, opened by staff who may everything, has one heading, no script or style, and no word outside the catalogue.
    static func holdsNoSentence(_ path: String, in browser: StaffBrowser) async throws {
        let page = try await browser.open(
            path, as: IssuerStory.staff(1, Set(HomePageRoutes.roleScopes)))
        let outside = PseudoLocale.textsOutsideCatalogue(in: page.text).filter {
            !Self.own.contains($0) && !$0.hasPrefix(": ")
        }
        #expect(page.status == .ok && outside.isEmpty, "\(path): \(outside)")
        #expect(
            page.text.split(separator: "<h1").count == 2 && !page.text.contains("style=")
                && !page.text.contains("<script"), "\(path)")
    }
}
