import Chassis
import CloudEvents
import Events
import HTTP
import JSON
import TestSupport
import Testing

@testable import cairn_issuer

@Suite struct `The pages of reviews` {
    private typealias Learner = `An award that a pathway leads to`.Learner
    private static let decider = IssuerStory.staff(1, ["review.decide", "credential.issue"])

    /// A learner whose award waits for a decision, since what she had earned it with was taken back; gives the path of the question.
    private func question(_ browser: StaffBrowser) async throws -> (learner: Learner, path: String) {
        let learner = try await Learner(browser.story)
        try await learner.arrives([learner.state(complete: true)])
        #expect(try await learner.worker.round())
        let preview = try await browser.open("/issuer/credentials/\(learner.earned)/take-back")
        #expect(preview.text.contains("1 award was earned with it."), "\(preview.text)")
        #expect(try await browser.post("/issuer/credentials/\(learner.earned)/take-back", "reason=Not+her+work").status == .seeOther)
        try await learner.arrives([learner.state(complete: false)])
        let id = try #require(try await learner.reviews().first?["id"]?.string)
        return (learner, "/issuer/reviews/\(id)")
    }

    @Test func `list what waits, say why, and take an award back`() async throws {
        try await StaffBrowser.run { browser in
            let none = try await browser.open("/issuer/reviews", as: Self.decider)
            #expect(none.isPage("Reviews") && none.text.contains("No reviews."))
            #expect(try await browser.open("/issuer/", as: Self.decider).text.contains("Nothing waits for you."))
            let (learner, path) = try await self.question(browser)
            #expect(try await browser.open("/issuer/", as: Self.decider).text.contains(">1 award waits for a decision</a>"))
            let list = try await browser.open("/issuer/reviews", as: Self.decider).text
            #expect(list.contains("href=\"\(path)\">Fitter<") && list.contains("<bdi>Ada, S-100</bdi>"))

            let page = try await browser.open(path, as: Self.decider)
            #expect(page.isPage("Review: Fitter") && page.text.contains(": Not her work") && page.text.contains("</svg>Taken back</span>"))
            #expect(page.text.contains("href=\"/issuer/credentials/\(learner.earned)\">MIG welding"))
            let ask = try await browser.open("\(path)/take-back", as: Self.decider)
            #expect(ask.isPage("Take back “Fitter”?") && ask.text.contains("The learner can earn it again."))
            let empty = try await browser.post("\(path)/take-back", "", as: Self.decider)
            #expect(empty.status == .unprocessableContent && empty.text.contains("<a href=\"#reason\">Write why."))
            for _ in 0..<2 {  // the same again shows the same page
                let taken = try await browser.post("\(path)/take-back", "reason=As+agreed", as: Self.decider)
                #expect(taken.status == .seeOther && taken.headers[.location] == path)
            }
            let after = try await browser.open(path, as: Self.decider).text
            #expect(after.contains("The award was taken back.") && after.contains("As agreed") && !after.contains("\(path)/keep"))
            #expect(try await browser.open("\(path)/keep", as: Self.decider).headers[.location] == path)
            #expect(try await learner.awards().map { $0["state"] } == ["revoked"])
            #expect(try await browser.open("/issuer/reviews", as: Self.decider).text.contains("No reviews."))
        }
    }

    @Test func `keep an award`() async throws {
        try await StaffBrowser.run { browser in
            let (learner, path) = try await self.question(browser)
            #expect(try await browser.open("\(path)/keep", as: Self.decider).isPage("Keep “Fitter”?"))
            #expect(try await browser.post("\(path)/keep", "reason=She+had+it", as: Self.decider).headers[.location] == path)
            #expect(try await browser.open(path, as: Self.decider).text.contains("The award is kept."))
            #expect(try await learner.awards().map { $0["state"] } == ["active"])
        }
    }

    @Test func `are nobody else's: signed out, another college's, a campus's, without the scope, from another site`() async throws {
        try await StaffBrowser.run { browser in
            let (learner, path) = try await self.question(browser)
            let part = IssuerStory.staff(1, ["review.decide"], campuses: [learner.other])
            for page in [path, "\(path)/keep", "\(path)/take-back"] {
                for stranger in [IssuerStory.staff(2, ["review.decide"]), part] {
                    #expect(try await browser.open(page, as: stranger).isPage("There is nothing here", .notFound), "\(page)")
                    #expect(try await browser.open("/issuer/reviews", as: stranger).text.contains("No reviews."))
                }
                #expect(try await browser.open(page, as: .anonymous).asksToSignIn)
                #expect(try await browser.open(page).status == .forbidden)
            }
            #expect(try await browser.open("/issuer/reviews", as: .anonymous).asksToSignIn)
            #expect(try await browser.open("\(path)/ended", as: Self.decider).status == .notFound)
            for stranger in [IssuerStory.staff(2, ["review.decide"]), part] {
                #expect(try await browser.post("\(path)/take-back", "reason=x", as: stranger).status == .notFound)
            }
            #expect(try await browser.post("\(path)/take-back", "reason=x", as: Self.decider, origin: nil).status == .forbidden)
            #expect(try await learner.awards().map { $0["state"] } == ["active"])
        }
    }
}
