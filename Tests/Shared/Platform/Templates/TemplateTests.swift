import JSON
import Templates
import Testing

@Suite struct `A template` {
    private func render(_ sources: [String: String], _ context: JSON = [:]) throws -> String {
        String(decoding: try TemplateLibrary(sources).render("page", context), as: UTF8.self)
    }

    @Test func `escapes for content and for quoted attributes, unless told not to`() throws {
        let context: JSON = ["x": "<a href='\"'>&</a>é"]
        #expect(try self.render(["page": "{{x}}"], context) == "&lt;a href=&#39;&quot;&#39;&gt;&amp;&lt;/a&gt;é")
        #expect(try self.render(["page": "{{{x}}}|{{&x}}"], context) == "<a href='\"'>&</a>é|<a href='\"'>&</a>é")
        #expect(try self.render(["page": "{{x}}"], ["x": ""]) == "")
    }

    @Test func `takes null, false, nothing, an empty string and an empty array for false`() throws {
        for value: JSON in [nil, false, "", []] {
            #expect(try self.render(["page": "{{#x}}yes{{/x}}{{^x}}no{{/x}}"], ["x": value]) == "no")
        }
        for value: JSON in [true, 0, "0", [0], [:]] {
            #expect(try self.render(["page": "{{#x}}yes{{/x}}{{^x}}no{{/x}}"], ["x": value]) == "yes")
        }
        #expect(try self.render(["page": "{{#x}}yes{{/x}}{{^x}}no{{/x}}"]) == "no")
    }

    @Test func `puts in numbers as written, and nothing for what is no text`() throws {
        let context: JSON = ["n": .number(JSONNumber(text: "1.50")!), "t": true, "o": ["secret": 1], "a": ["secret"], "null": nil]
        #expect(try self.render(["page": "{{n}} {{t}} [{{o}}{{a}}{{null}}{{missing}}]"], context) == "1.50 true []")
    }

    @Test func `indents every line of an indented partial, inner ones further, but no line of a value`() throws {
        let sources = [
            "page": "<ul>\n  {{>list}}\n</ul>\n", "list": "{{#items}}\n<li>\n  {{>item}}\n</li>\n{{/items}}\n", "item": "{{.}}\n!\n",
        ]
        let expected = "<ul>\n  <li>\n    a\nb\n    !\n  </li>\n  <li>\n    c\n    !\n  </li>\n</ul>\n"
        #expect(try self.render(sources, ["items": ["a\nb", "c"]]) == expected)
    }

    @Test func `renders a tree by including itself`() throws {
        let sources = ["page": "{{#node}}{{>node}}{{/node}}", "node": "({{name}}{{#inner}}{{>node}}{{/inner}})"]
        let context: JSON = [
            "node": ["name": "a", "inner": [["name": "b", "inner": []], ["name": "c", "inner": [["name": "d", "inner": []]]]]]
        ]
        #expect(try self.render(sources, context) == "(a(b)(c(d)))")
    }

    @Test(arguments: [
        ("a\n  {{#open}}\n", TemplateError.Reason.unclosedSection("open"), 2, 3),
        ("{{#a}}\né {{/b}}{{/a}}", .wrongClosing(expected: "a", found: "b"), 2, 3),
        ("{{/a}}", .strayClosing("a"), 1, 1),
        ("text {{name", .unclosedTag(expected: "}}"), 1, 6),
        ("{{{name}}", .unclosedTag(expected: "}}}"), 1, 1),
        ("{{=<% %>}}", .unclosedTag(expected: "=}}"), 1, 1),
        ("{{ }}", .emptyName, 1, 1),
        ("{{#}}{{/}}", .emptyName, 1, 1),
        ("{{=<%=}}", .badDelimiters, 1, 1),
        ("{{=a b c=}}", .badDelimiters, 1, 1),
        ("{{#t.x}}{{/t.x}}", .sentenceAsSection("t.x"), 1, 1),
        ("x\n {{>missing}}", .unknownPartial("missing"), 2, 2),
    ])
    func `says at the start what is wrong where`(source: String, reason: TemplateError.Reason, line: Int, column: Int) throws {
        let error = try #require(throws: TemplateError.self) { try TemplateLibrary(["page": source]) }
        #expect(error.reason == reason && error.template == "page")
        #expect(error.line == line && error.column == column)
        #expect(error.description.hasPrefix("template page, line \(line), column \(column): "))
    }

    @Test func `is compiled by itself, too`() throws {
        #expect(try Template(parsing: "{{name}}", name: "card").name == "card")
        #expect(throws: TemplateError.self) { try Template(parsing: "{{#name}}", name: "card") }
    }

    @Test func `is not nested deeper than its limit`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "{{#a}}", count: depth) + "x" + String(repeating: "{{/a}}", count: depth)
        }
        #expect(try self.render(["page": nested(Template.maxDepth)], ["a": true]) == "x")
        let error = try #require(throws: TemplateError.self) { try Template(parsing: nested(Template.maxDepth + 1), name: "page") }
        #expect(error.reason == .tooDeep(limit: Template.maxDepth))
    }
}

@Suite struct `A template library` {
    @Test func `ends a recursion that the context does not end`() throws {
        let limits = TemplateLibrary.Limits(maxDepth: 5)
        let library = try TemplateLibrary(["page": "x\n{{>page}}"], limits: limits)
        let error = try #require(throws: TemplateError.self) { try library.render("page", [:]) }
        #expect(error.reason == .renderingTooDeep(limit: 5) && error.line == 2)
        let sections = try TemplateLibrary(
            ["page": "{{#a}}\n{{^b}}{{#a}}{{/a}}{{/b}}\n{{/a}}"], limits: TemplateLibrary.Limits(maxDepth: 2))
        let inner = try #require(throws: TemplateError.self) { try sections.render("page", ["a": true]) }
        #expect(inner.reason == .renderingTooDeep(limit: 2) && inner.line == 2 && inner.column == 7)
        // The standard limit, with the deepest sections, is no danger to the stack.
        let deep =
            String(repeating: "{{#a}}", count: Template.maxDepth) + "{{>page}}" + String(repeating: "{{/a}}", count: Template.maxDepth)
        #expect(throws: TemplateError.self) { try TemplateLibrary(["page": deep]).render("page", ["a": true]) }
    }

    @Test func `ends a page that grows too long`() throws {
        let library = try TemplateLibrary(
            ["page": "{{#a}}{{#a}}{{#a}}0123456789{{/a}}{{/a}}{{/a}}"], limits: TemplateLibrary.Limits(maxBytes: 9999))
        let ten: JSON = .array(Array(repeating: 1, count: 10))
        let error = try #require(throws: TemplateError.self) { try library.render("page", ["a": ten]) }
        #expect(error.reason == .tooLong(limit: 9999))
        let nine: JSON = .array(Array(repeating: 1, count: 9))
        #expect(try library.render("page", ["a": nine]).count == 7290)
    }

    @Test func `knows what it does not have`() throws {
        let library = try TemplateLibrary(["page": ""])
        let error = try #require(throws: TemplateError.self) { try library.render("pgae", [:]) }
        #expect(error.reason == .unknownTemplate && error.template == "pgae")
    }
}
