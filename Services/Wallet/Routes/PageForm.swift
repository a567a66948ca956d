import CloudEvents
import HTTP
import JSON
import Observability

/// What is wrong with a form that was sent, field by field, in the order of the page.
struct FormErrors {
    private var entries: [(field: String, text: String)] = []

    var isEmpty: Bool { self.entries.isEmpty }

    /// Says what is wrong with a field.
    mutating func add(_ field: String, _ text: String) { self.entries.append((field, text)) }

    /// For the template: the list for the summary, and `{field}Error` at each field.
    func add(to context: inout JSONObject) {
        context["hasErrors"] = .bool(!self.isEmpty)
        context["errors"] = .array(self.entries.map { ["field": $0.field.json, "text": $0.text.json] })
        for entry in self.entries { context["\(entry.field)Error"] = entry.text.json }
    }
}

extension QueryItems {
    /// A field's text without white space around it; empty when it was not sent.
    func text(_ name: String) -> String {
        var text = Substring(self[name] ?? "")
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}

extension WallTime {
    /// The last second of a day that a date field sends, `2027-02-24`, in UTC.
    init?(lastDay text: String) {
        guard text.utf8.count == 10, let end = WallTime(rfc3339: "\(text)T23:59:59Z") else { return nil }
        self = end
    }

    /// The day, as a date field takes it.
    var day: String { String(self.description.prefix(10)) }
}
