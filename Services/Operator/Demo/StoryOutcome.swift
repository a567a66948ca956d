/// What a story came to: its lines, and the ways in that it leaves.
struct StoryOutcome: Sendable, Equatable {
    /// One line of the table.
    struct Line: Sendable, Equatable {
        /// What it is about: `credentials signed`.
        let label: String
        /// Whether it must hold whatever people have done to the stack.
        var isAlwaysSo = false
        /// What was seen: `988`.
        let seen: String
        /// More of it, in words.
        var detail = ""
        /// What should have been seen; nil when that is what was seen, or nobody said.
        var expected: String?

        /// Whether it is as expected.
        var holds: Bool { self.expected == nil }

        /// The same on a stack that people have used since the story was told there.
        var asChangedSince: Line {
            guard !self.isAlwaysSo, let expected else { return self }
            var line = self
            line.detail = (self.detail.isEmpty ? "" : "\(self.detail); ") + "the story alone: \(expected)"
            line.expected = nil
            return line
        }
    }

    /// Somebody whom one can be.
    struct Persona: Sendable, Equatable {
        let name: String
        let kind: String
        let say: String
        /// Signs her in, once.
        let link: String
    }

    var lines: [Line] = []
    /// The site.
    let url: String
    var personas: [Persona] = []
    /// A command that judges a badge from files alone.
    var verifyCommand: String?
    /// The page of one shared credential; nil when nobody has one to share.
    var shared: String?

    /// Whether every line is as expected.
    var holds: Bool { self.lines.allSatisfy(\.holds) }
}
