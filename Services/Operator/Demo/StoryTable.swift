/// A story's outcome as text: a table, then the ways in, and last the address of one credential's page.
struct StoryTable {
    let outcome: StoryOutcome

    /// The lines; those that do not hold say what was expected.
    var lines: [String] {
        let labels = self.outcome.lines.map(\.label.count).max() ?? 0
        let seen = self.outcome.lines.map(\.seen.count).max() ?? 0
        return self.outcome.lines.flatMap { line -> [String] in
            var text = "  \(Self.padded(line.label, labels))  \(Self.padded(line.seen, seen, isNumber: true))"
            if !line.detail.isEmpty { text += "  \(line.detail)" }
            guard let expected = line.expected else { return [text] }
            return [text, "  \(Self.padded("", labels))  does not hold: expected \(expected)"]
        }
    }

    /// All of it.
    var text: [String] {
        var text = self.lines
        let broken = self.outcome.lines.count { !$0.holds }
        text.append(broken == 0 ? "Every line holds." : "\(broken) of \(self.outcome.lines.count) lines do not hold.")
        text += ["", self.outcome.url]
        if !self.outcome.personas.isEmpty { text += ["", "Be somebody (each link signs in once, within a day):"] }
        for persona in self.outcome.personas {
            text += ["  \(persona.name), \(persona.kind): \(persona.say)", "    \(persona.link)"]
        }
        if let command = self.outcome.verifyCommand { text += ["", "Judge a badge without this stack:", "  \(command)"] }
        if let shared = self.outcome.shared { text += ["", "One credential, with every check:", shared] }
        return text
    }

    private static func padded(_ text: String, _ width: Int, isNumber: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return isNumber ? space + text : text + space
    }
}
