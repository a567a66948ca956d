import Glibc

/// Where a command writes: how wide it is, whether it shows colour, and the two streams.
public struct Terminal: Sendable {
    /// Columns to fill; text that no terminal shows is wrapped at 100.
    public let width: Int
    /// Whether headings may be set off by colour.
    public let showsColour: Bool
    /// Whether a person sees what is written to it, so that a line can be written anew.
    public let isInteractive: Bool
    private let output: @Sendable (String) -> Void
    private let errors: @Sendable (String) -> Void

    /// A terminal of one's own, as tests have it.
    public init(
        width: Int = 100, showsColour: Bool = false, isInteractive: Bool = false, output: @escaping @Sendable (String) -> Void,
        errors: @escaping @Sendable (String) -> Void
    ) {
        self.width = width
        self.showsColour = showsColour
        self.isInteractive = isInteractive
        self.output = output
        self.errors = errors
    }

    /// The process's own. Colour needs a terminal, a `TERM` that is not `dumb`, and no `NO_COLOR` (no-color.org).
    public static func standard(environment: [String: String]) -> Terminal {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        var size = winsize()
        let isMeasured = isTerminal && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        let isPlain = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        return Terminal(
            width: isMeasured ? min(max(Int(size.ws_col), 40), 120) : 100, showsColour: isTerminal && !isPlain, isInteractive: isTerminal && environment["TERM"] != "dumb",
            output: { Self.write($0, to: STDOUT_FILENO) }, errors: { Self.write($0, to: STDERR_FILENO) })
    }

    /// Writes a line for whoever called.
    public func print(_ line: String) { self.output(line + "\n") }

    /// Shows how far something is: in place of the last such line for a person, else as a line of its own. `print("")` ends it for a person.
    public func show(progress line: String) {
        self.output(self.isInteractive ? "\r\u{1B}[2K\(line)" : line + "\n")
    }

    /// Writes a question whose answer is typed behind it.
    public func ask(_ question: String) { self.output(question + " ") }

    /// Writes a line about what went wrong.
    public func printError(_ line: String) { self.errors(line + "\n") }

    /// A heading in bold, where colour is shown.
    func heading(_ text: String) -> String { self.showsColour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    private static func write(_ text: String, to descriptor: Int32) {
        let bytes = Array(text.utf8)
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + done, bytes.count - done) }
            if count < 0, errno == EINTR { continue }
            // A reader that has gone away, as `head` does, is not this program's concern.
            if count <= 0 { return }
            done += count
        }
    }
}
