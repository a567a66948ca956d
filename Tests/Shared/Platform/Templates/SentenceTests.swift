import JSON
import Templates
import Testing

@Suite struct `A sentence on a page` {
    static let sources = [
        "wallet": "<h1 title=\"{{t.wallet.title}}\">{{t.wallet.title}}</h1>\n{{>rows}}<p>{{{t.wallet.hint}}}</p>",
        "rows": "{{#rows}}<li>{{t.wallet.row}}</li>{{/rows}}",
    ]
    static let entries: JSON = [
        "wallet.title": "{name}'s <wallet>",
        "wallet.row": "{title}, {on, date}, for {name}",
        "wallet.hint": "<a href=\"/help\">Help &amp; more</a> for {name}",
    ]
    static let context: JSON = ["name": "Ada & Co", "rows": [["title": "A <b>", "on": "2026-11-24"]]]

    private func render(_ messages: MessageCatalogue, _ context: JSON = Self.context) throws -> String {
        String(decoding: try TemplateLibrary(Self.sources).render("wallet", context, messages: messages), as: UTF8.self)
    }

    @Test func `is filled from the context, and escaped but for markup of its own`() throws {
        let page = try self.render(MessageCatalogue(language: .english, entries: Self.entries))
        let title = "Ada &amp; Co&#39;s &lt;wallet&gt;"
        #expect(
            page == "<h1 title=\"\(title)\">\(title)</h1>\n<li>A &lt;b&gt;, 24 November 2026, for Ada &amp; Co</li>"
                + "<p><a href=\"/help\">Help &amp; more</a> for Ada &amp; Co</p>")
    }

    @Test func `is an error on the page's line when it cannot be filled in`() throws {
        let catalogue = try MessageCatalogue(language: .english, entries: Self.entries)
        let error = try #require(throws: TemplateError.self) { try self.render(catalogue, ["name": "Ada", "rows": [["title": "A"]]]) }
        #expect(error.reason == .message(MessageError(.missingArgument("on"), key: "wallet.row")))
        #expect(error.template == "rows" && error.line == 1 && error.column == 14)
        #expect(throws: TemplateError.self) { try self.render(.none) }
    }

    @Test func `is checked against the catalogue, both ways`() throws {
        let library = try TemplateLibrary(Self.sources)
        let whole = try MessageCatalogue(language: .english, entries: Self.entries)
        #expect(library.check(whole).isClean)
        let other = try MessageCatalogue(language: .english, entries: ["wallet.title": "", "old": "", "reason.expired": ""])
        let check = library.check(other, alsoUsed: ["reason.expired", "reason.revoked"])
        #expect(check.missing.map(\.key) == ["wallet.row", "wallet.hint", "reason.revoked"])
        #expect(check.missing.map(\.template) == ["rows", "wallet", nil] && check.missing.map(\.line) == [1, 2, nil])
        #expect(check.unused == ["old"] && !check.isClean)
    }

    @Test func `is accented and longer in the pseudo-locale, its placeholders and markup kept`() throws {
        let catalogue = try MessageCatalogue(
            language: .english, entries: Self.entries, ["n": "{n, plural, one {# row} other {# rows}} now"])
        let pseudo = MessageCatalogue.pseudo(of: catalogue)
        #expect(pseudo.keys == catalogue.keys)
        let text = try pseudo.text("n", ["n": 2])
        #expect(text == "⟦2 ŕöŵš ñöŵ~~~~~~⟧")
        let page = try self.render(pseudo)
        #expect(page.contains("<p>⟦<a href=\"/help\">Ĥéļp &amp; möŕé</a> föŕ Ada &amp; Co~~"))
    }

    @Test func `is found by the pseudo-locale when it is in no catalogue`() throws {
        let pseudo = MessageCatalogue.pseudo(
            of: try MessageCatalogue(language: .english, entries: ["ok": "Fine", "link": "See <b>this</b>"]))
        let library = try TemplateLibrary([
            "page": """
            <!-- a comment --><style>p { color: red }</style><script>let text = 1 < 2</script>
            <p title="{{t.ok}}" class="wide">{{t.ok}} 12 &middot; {{{t.link}}}</p>
            <p title="No key">Forgotten
              words<img alt="A picture">{{t.ok}}</p>
            """
        ])
        let page = String(decoding: try library.render("page", [:], messages: pseudo), as: UTF8.self)
        #expect(PseudoLocale.textsOutsideCatalogue(in: page) == ["No key", "Forgotten words", "A picture"])
    }
}
