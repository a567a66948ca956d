public import HTTP
public import JSON

/// What is wrong with a form that was sent, field by field, in the order of the page.
public struct FormErrors: Sendable {
    private var entries: [(field: String, text: String)] = []

    /// Nothing is wrong.
    public init() {}

    /// Whether nothing is wrong.
    public var isEmpty: Bool { self.entries.isEmpty }

    /// Says what is wrong with a field.
    public mutating func add(_ field: String, _ text: String) { self.entries.append((field, text)) }

    /// For the template: the list for the summary, and `{field}Error` at each field.
    public func add(to context: inout JSONObject) {
        context["hasErrors"] = .bool(!self.isEmpty)
        context["errors"] = .array(self.entries.map { ["field": $0.field.json, "text": $0.text.json] })
        for entry in self.entries { context["\(entry.field)Error"] = entry.text.json }
    }
}

extension QueryItems {
    /// A field's text without white space around it; empty when it was not sent.
    public func text(_ name: String) -> String {
        var text = Substring(self[name] ?? "")
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
