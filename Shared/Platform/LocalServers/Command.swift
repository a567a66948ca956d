/// A program to run, with all that it is given.
public struct Command: Sendable {
    /// The program's path, or a name that is looked up in PATH.
    public var program: String
    /// What it is told, without its own name.
    public var arguments: [String]
    /// Variables set or changed; all others are inherited. An empty value stays an empty value.
    public var environment: [String: String] = [:]
    /// Variables that it does not inherit.
    public var withheld: Set<String> = []
    /// The folder it starts in; the caller's own when nil.
    public var folder: String?
    /// What it reads from standard input; nothing when empty.
    public var input: [UInt8] = []
    /// Where what it writes goes.
    public var output = Output.discarded
    /// The user it runs as; the caller's own when nil. Only root may name another.
    public var user: SystemUser?
    /// The signal that the kernel sends it when this process ends, however that comes about.
    public var deathSignal = Signal.kill

    /// Where standard output and standard error go.
    public enum Output: Sendable {
        /// Nowhere.
        case discarded
        /// To where the caller's own go.
        case inherited
        /// To the end of a file, which is made when it is not there.
        case appended(to: String)
        /// Line by line to a closure, on the child's own thread. Lines end at `\n`; a longer one is cut into pieces of `lineLimit` bytes.
        case lines(@Sendable (String) -> Void)
    }

    /// The longest line that a closure is handed in one piece.
    public static let lineLimit = 1 << 16

    /// A program and its arguments.
    public init(_ program: String, _ arguments: [String] = []) {
        self.program = program
        self.arguments = arguments
    }
}
