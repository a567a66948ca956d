/// A page or a part of one, compiled once and rendered often.
///
/// The language is Mustache's core: `{{name}}` escaped for HTML, `{{{name}}}` and `{{&name}}` as it is, `{{#section}}`, `{{^inverted}}`,
/// `{{>partial}}`, `{{!comment}}`, `{{=<% %>=}}`. One thing is added: `{{t.wallet.title}}` is the sentence `wallet.title` of the message
/// catalogue, its placeholders filled from the context; `{{{t.wallet.hint}}}` is a sentence with markup, whose arguments are still escaped.
/// Null, false, the empty string, the empty array and what is not there are false; all else is true.
public struct Template: Sendable {
    /// Sections within one another in one template.
    public static let maxDepth = 64

    /// The name that errors and partial tags use.
    public let name: String
    let nodes: [TemplateNode]

    /// Compiles a source.
    public init(parsing source: String, name: String) throws(TemplateError) {
        var parser = TemplateParser(source, name: name)
        self.name = name
        self.nodes = try parser.parse()
    }

    /// The partials that it includes, and where.
    var partials: [(name: String, place: TemplatePlace)] {
        self.all { node in
            if case .partial(let name, _, let place) = node { (name, place) } else { nil }
        }
    }

    /// The catalogue keys that it uses, and where.
    var sentences: [(key: String, place: TemplatePlace)] {
        self.all { node in
            if case .sentence(let key, _, let place) = node { (key, place) } else { nil }
        }
    }

    private func all<Found>(_ find: (TemplateNode) -> Found?) -> [Found] {
        var found: [Found] = []
        func walk(_ nodes: [TemplateNode]) {
            for node in nodes {
                if let thing = find(node) { found.append(thing) }
                switch node {
                case .section(_, let inner, _), .inverted(_, let inner, _): walk(inner)
                default: break
                }
            }
        }
        walk(self.nodes)
        return found
    }
}
