import JSON
import TestSupport
import Testing

/// All pages of a whole installation with its story, in a real browser: walked as everybody, used as people use them.
@Suite(.enabled(if: PageBrowser.isHere && StackRun.isWhole)) struct `Pages in a browser` {
    @Test(.enabled(if: !TestTier.isAll)) func `that every change is seen on first have no fault`() async throws {
        let rows = try await PageStack.fewPages()
        #expect(rows.compactMap { $0["url"]?.string } == ["/", "/verifier/", "/wallet/"])
        for row in rows { Self.recordFindings(of: row) }
    }

    @Test(.enabled(if: TestTier.isAll), arguments: PageStack.personas)
    func `have no fault for anybody`(persona: PageStack.Persona) async throws {
        let rows = try await PageStack.pages(of: persona)
        #expect(rows.count > 5)
        for row in rows { Self.recordFindings(of: row) }
    }

    @Test(.enabled(if: TestTier.isAll)) func `hold step by step what people do`() async throws {
        let steps = try await PageStack.journeys.value.filter { $0["step"] != nil }
        #expect(steps.count > 60)
        for step in steps where step["holds"]?.bool != true {
            Issue.record("\(step["step"]?.string ?? ""): \(step["seen"]?.string ?? "")")
        }
    }

    @Test(.enabled(if: TestTier.isAll)) func `are all reached by links, each with its words`() async throws {
        let routes = try await SiteRoutes()
        #expect(Set(PageWords.headings.keys) == routes.pages, "the words of every page and of no other are known")
        #expect(routes.gets.isSuperset(of: SiteRoutes.otherThanPages.keys), "what is no page is there")
        var reached: Set<String> = []
        for row in try await Self.allRows() {
            guard let url = row["url"]?.string, url != "*" else { continue }
            let heading = row["h1"]?[0]?.string ?? ""
            if let refusal = PageWords.refusals[row["status"]?.int ?? 0] {
                #expect(heading == refusal, "\(url)")
                continue
            }
            // A link may lead on to another page.
            let place = row["at"]?.string ?? ""
            if let door = routes.page(at: url) { reached.insert(door) }
            guard let page = routes.page(at: place) else {
                Issue.record("\(place), linked from \(row["from"]?.string ?? ""), is no page of any service")
                continue
            }
            reached.insert(page)
            #expect(PageWords.isOne(of: PageWords.headings[page] ?? [], heading), "\(page) is headed \(heading)")
            let verdicts = row["verdict"]?.array?.compactMap(\.string) ?? []
            #expect(verdicts.count == (PageWords.withVerdict.contains(page) ? 1 : 0), "\(page) has \(verdicts.count) verdicts")
            for verdict in verdicts { #expect(PageWords.isOne(of: PageWords.verdicts, verdict), "\(page) says \(verdict)") }
        }
        #expect(routes.pages.subtracting(reached).sorted() == [], "pages that no link leads to")
    }

    @Test(.enabled(if: TestTier.isAll)) func `have no form that nobody sends`() async throws {
        let shown = Set(try await Self.allRows().flatMap { $0["forms"]?.array ?? [] }.compactMap(\.string))
        let sent = Set(try await PageStack.journeys.value.compactMap { $0["sent"]?.string })
        #expect(shown.count > 5 && shown.subtracting(sent).sorted() == [], "forms that no journey sends")
    }

    private static func allRows() async throws -> [JSON] {
        var rows: [JSON] = []
        for persona in PageStack.personas { rows += try await PageStack.pages(of: persona) }
        return rows
    }

    private static func recordFindings(of row: JSON) {
        let place = "\(row["persona"]?.string ?? "") at \(row["url"]?.string ?? ""), linked from \(row["from"]?.string ?? "")"
        for finding in row["findings"]?.array ?? [] { Issue.record("\(place): \(finding.string ?? "")") }
    }
}
