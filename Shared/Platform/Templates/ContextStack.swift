import JSON

/// The values that names are looked up in: the page's context, and in it what the sections around a tag stand for.
struct ContextStack {
    /// The innermost last.
    private var contexts: [JSON]

    init(_ context: JSON) {
        self.contexts = [context]
    }

    mutating func enter(_ context: JSON) {
        self.contexts.append(context)
    }

    mutating func leave() {
        self.contexts.removeLast()
    }

    /// What a name stands for: its first step is looked for from the innermost context outwards, the others only in what that gave.
    func value(of name: TemplateName) -> JSON? {
        guard let first = name.steps.first else { return self.contexts.last }
        for context in self.contexts.reversed() {
            guard var value = context[first] else { continue }
            for step in name.steps.dropFirst() {
                guard let inner = value[step] else { return nil }
                value = inner
            }
            return value
        }
        return nil
    }
}
