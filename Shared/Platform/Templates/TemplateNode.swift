/// A piece of a compiled template.
enum TemplateNode: Sendable {
    /// Literal text. Whether it starts a line matters only to a partial that is indented as a whole.
    case text([UInt8], startsLine: Bool)
    case variable(TemplateName, escaped: Bool)
    case section(TemplateName, [TemplateNode], TemplatePlace)
    case inverted(TemplateName, [TemplateNode], TemplatePlace)
    /// Alone on its line it has an indent, which every line of the included template gets; else it has none.
    case partial(String, indent: [UInt8]?, TemplatePlace)
    /// A sentence of the catalogue. When it is not escaped, the sentence is markup; its arguments are escaped all the same.
    case sentence(key: String, escaped: Bool, TemplatePlace)
}

/// A name in a tag: the steps from the context to a value; none for the implicit iterator, `.`.
struct TemplateName: Sendable, Hashable {
    let text: String
    let steps: [String]

    init(_ text: String) {
        self.text = text
        self.steps = text == "." ? [] : text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    }
}
