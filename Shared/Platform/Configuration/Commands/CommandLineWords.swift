/// The words after a command's name, sorted into flags and arguments.
struct CommandLineWords {
    private(set) var flags: [ConfigurationSources.Flag] = []
    private(set) var arguments: [String] = []
    private(set) var wantsHelp = false
    /// The file that `--config` names.
    private(set) var file: String?

    /// Sorts words. A flag that needs a value takes the next word, unless that one is a flag too; after `--` all words are arguments.
    init(_ words: some Sequence<String>, options: [KeyDeclaration]) {
        let truths = Set(options.filter { $0.kind == .truth }.flatMap { [$0.flag, "--no-" + $0.flag.dropFirst(2)] })
        var rest = Array(words)[...]
        while let word = rest.popFirst() {
            if word == "--" {
                self.arguments += rest
                return
            }
            if word == "--help" || word == "-h" {
                self.wantsHelp = true
            } else if !word.hasPrefix("-") || word == "-" {
                self.arguments.append(word)
            } else {
                let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                var value = parts.count == 2 ? parts[1] : nil
                if value == nil, !truths.contains(parts[0]), let next = rest.first, !Self.isFlag(next) { value = rest.popFirst() }
                if parts[0] == "--config", let path = value, self.file == nil {
                    self.file = path
                } else {
                    self.flags.append(.init(parts[0], value))
                }
            }
        }
    }

    /// A hyphen before a digit begins a number.
    private static func isFlag(_ word: String) -> Bool {
        word.hasPrefix("-") && word.utf8.dropFirst().first.map { !(48...57).contains($0) } ?? false
    }
}
