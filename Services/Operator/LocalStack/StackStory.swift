import Configuration

/// What a stack does before one's eyes once it runs: the main job, on real input.
struct StackStory: Sendable {
    /// How long it takes, for those who wait.
    let expected: Duration
    /// Does it; gives whether every line of it holds.
    let tell: @Sendable (RunningStack) async throws -> Bool
}

/// A stack that runs, for whoever works with it.
struct RunningStack: Sendable {
    let folder: StackFolder
    let url: String
    let check: CheckSession
    let terminal: Terminal
}
