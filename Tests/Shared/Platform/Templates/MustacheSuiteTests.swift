import JSON
import Templates
import TestSupport
import Testing

/// One case of the official Mustache suite.
private struct MustacheCase: CustomTestStringConvertible, Sendable {
    let module: String
    let name: String
    let template: String
    let partials: [String: String]
    let data: JSON
    let expected: String

    var testDescription: String { "\(self.module): \(self.name)" }

    static func all(in modules: [String]) throws -> [MustacheCase] {
        guard SharedFiles.has("standards/mustache") else { return [] }
        return try modules.flatMap { module in
            let document = try JSON(parsing: SharedFiles.bytes("standards/mustache/\(module).json"))
            return try #require(document["tests"]?.array).map { test in
                MustacheCase(
                    module: module, name: try #require(test["name"]?.string), template: try #require(test["template"]?.string),
                    partials: Dictionary(uniqueKeysWithValues: (test["partials"]?.object ?? [:]).map { ($0.name, $0.value.string ?? "") }),
                    data: try #require(test["data"]), expected: try #require(test["expected"]?.string))
            }
        }
    }
}

@Suite(.enabled(if: SharedFiles.has("standards/mustache")))
struct `The Mustache suite` {
    static let core = ["comments", "delimiters", "interpolation", "inverted", "partials", "sections"]
    /// The optional modules; no page needs them.
    static let skipped = ["dynamic-names", "inheritance", "lambdas"]

    @Test func `has all its modules here, of which the optional ones are skipped`() throws {
        let core = try Self.core.map { try MustacheCase.all(in: [$0]).count }
        let skipped = try Self.skipped.map { module in
            try JSON(parsing: SharedFiles.bytes("standards/mustache/\(module).json"))["tests"]?.array?.count ?? 0
        }
        print(
            "mustache: core \(core.reduce(0, +)) run; skipped: \(zip(Self.skipped, skipped).map { "\($0) \($1)" }.joined(separator: ", "))")
        #expect(core == [12, 14, 42, 22, 12, 34])
        let known = Set((Self.core + Self.skipped).map { $0 + ".json" })
        #expect(try Set(SharedFiles.names(in: "standards/mustache")) == known)
    }

    @Test(arguments: try MustacheCase.all(in: Self.core))
    private func `gives the expected text`(test: MustacheCase) throws {
        var sources = test.partials
        sources["main"] = test.template
        let library = try TemplateLibrary(sources, unknownPartials: .empty)
        #expect(String(decoding: try library.render("main", test.data), as: UTF8.self) == test.expected)
    }
}
