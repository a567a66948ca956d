/// Why a program could not be started or did not do its work.
public enum ChildProcessError: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is no such program, or it may not be run.
    case notFound(program: String)
    /// The system refused to start it.
    case notStarted(program: String, reason: String)
    /// It ended otherwise than with exit code 0. The output is the end of what it wrote.
    case failed(program: String, ending: Ending, output: String)

    /// One sentence, and the program's own words when there are some.
    public var description: String {
        switch self {
        case .notFound(let program): "\(program) is not installed, or may not be run"
        case .notStarted(let program, let reason): "\(program) could not be started: \(reason)"
        case .failed(let program, let ending, let output): "\(program) \(ending)\(output.isEmpty ? "" : ": \(output)")"
        }
    }
}

/// How a process ended.
public enum Ending: Sendable, Hashable, CustomStringConvertible {
    /// By itself, with an exit code.
    case exited(Int32)
    /// By a signal.
    case signalled(Int32)

    /// As the end of a sentence that begins with the program's name.
    public var description: String {
        switch self {
        case .exited(let code): "ended with exit code \(code)"
        case .signalled(let signal): "was ended by signal \(signal)"
        }
    }
}
