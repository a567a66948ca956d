import Configuration

/// What a stack does before one's eyes once it runs: the main job, on real input.
struct StackStory: Sendable {
    /// How long it takes, for those who wait.
    let expected: Duration
    /// The people whom a visitor can be.
    let personas: Personas
    /// Does it.
    let tell: @Sendable (RunningStack) async throws -> Outcome

    /// What came of it.
    struct Outcome: Sendable, Equatable {
        /// Whether every line of it holds.
        let holds: Bool
        /// A page to look at: one credential with every check.
        let address: String?
    }
}

/// A stack that runs, for whoever works with it.
struct RunningStack: Sendable {
    let folder: StackFolder
    let url: String
    let check: CheckSession
    let terminal: Terminal
}
