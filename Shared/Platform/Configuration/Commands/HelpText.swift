/// What `--help` prints: enough to use a command without having read anything else.
struct HelpText {
    let command: Command
    /// The words that call it, the program's name first.
    let path: [String]
    let terminal: Terminal

    /// The whole text.
    var text: String {
        var sections = [self.wrap("\(self.path.joined(separator: " ")): \(self.command.summary).", indent: 0), self.usage]
        if !self.command.discussion.isEmpty { sections.append(self.discussion) }
        sections.append(self.table("Commands", self.command.subcommands.map { ($0.name, $0.summary) }))
        sections.append(self.table("Arguments", self.command.arguments.map { ($0.usage, $0.help) }))
        sections.append(self.table("Options", self.command.options.map { self.option($0.declaration) } + self.commonOptions))
        sections.append(self.table("Examples", self.command.examples.map { ($0.line, $0.meaning) }))
        if self.command.run != nil {
            let own = self.command.exitCodes
            let codes = [Command.ExitCode.done, .failed, .misused].filter { code in !own.contains { $0.number == code.number } } + own
            let sorted = codes.sorted { $0.number < $1.number }
            sections.append(self.table("Exit codes", sorted.map { (String($0.number), $0.meaning) }))
        } else {
            let call = self.path.joined(separator: " ") + " COMMAND --help"
            sections.append(self.wrap("\(call) tells more of a command.", indent: 0))
        }
        return sections.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private var usage: String {
        let parts =
            self.command.run == nil
            ? ["COMMAND"]
            : ["[options]"] + self.command.options.map(\.declaration).filter(\.isRequired).map(self.short)
                + self.command.arguments.map(\.usage)
        return "\(self.terminal.heading("Usage:")) \((self.path + parts).joined(separator: " "))"
    }

    private var discussion: String {
        self.command.discussion.split(separator: "\n\n").map { self.wrap($0.split(separator: "\n").joined(separator: " "), indent: 0) }
            .joined(separator: "\n\n")
    }

    private var commonOptions: [(String, String)] {
        let file = ("--config PATH", "A YAML file with these settings, sections by their dots. (environment: \(Program.fileVariable))")
        let readsFile = self.command.options.contains { !$0.declaration.isFlagOnly }
        return (readsFile ? [file] : []) + [("--help, -h", "Prints this.")]
    }

    private func short(_ key: KeyDeclaration) -> String {
        let placeholder = key.isSecret ? "PATH" : key.placeholder
        return placeholder.isEmpty ? key.flag : "\(key.flag) \(placeholder)"
    }

    private func option(_ key: KeyDeclaration) -> (String, String) {
        var notes: [String] = []
        if key.isRequired { notes.append("needed") }
        if key.isRepeatable { notes.append("may be said several times") }
        if let text = key.defaultText { notes.append("default: \(text)") }
        if let variable = key.environment {
            notes.append("environment: \(key.isSecret ? "\(variable) or \(key.fileEnvironment ?? variable)" : variable)")
        }
        let about = key.isSecret ? "\(key.help) The flag names its file." : key.help
        return (self.short(key), notes.isEmpty ? about : "\(about) (\(notes.joined(separator: "; ")))")
    }

    /// Two columns: what is written, and beside or below it what it means.
    private func table(_ title: String, _ rows: [(String, String)]) -> String {
        guard !rows.isEmpty else { return "" }
        let column = min(rows.map { $0.0.count }.max() ?? 0, 26) + 4
        let lines = rows.map { name, meaning in
            let body = self.wrap(meaning, indent: column)
            return name.count + 4 <= column
                ? "  \(name)" + String(repeating: " ", count: column - 2 - name.count) + body.dropFirst(column) : "  \(name)\n\(body)"
        }
        return ([self.terminal.heading("\(title):")] + lines).joined(separator: "\n")
    }

    private func wrap(_ text: String, indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, indent + line.count + 1 + word.count > self.terminal.width {
                lines.append(margin + line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        return (lines + [margin + line]).joined(separator: "\n")
    }
}
