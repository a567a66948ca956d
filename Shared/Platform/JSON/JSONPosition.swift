/// A place in a text for people: lines and columns count from 1, a column is one Unicode scalar.
public struct JSONPosition: Sendable, Hashable, CustomStringConvertible {
    /// Bytes before the place.
    public let offset: Int
    /// The line, where LF, CR and CRLF each end one.
    public let line: Int
    /// The scalar in its line.
    public let column: Int

    /// A place that is already known.
    public init(offset: Int, line: Int, column: Int) {
        self.offset = offset
        self.line = line
        self.column = column
    }

    /// Finds the line and column of an offset; reads all bytes before it.
    init(offset: Int, in bytes: Span<UInt8>) {
        var line = 1
        var column = 1
        var index = 0
        while index < min(offset, bytes.count) {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                if byte == UInt8(ascii: "\r"), index < offset, index < bytes.count, bytes[index] == UInt8(ascii: "\n") { index += 1 }
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        self.init(offset: offset, line: line, column: column)
    }

    /// `line 3, column 14`.
    public var description: String { "line \(self.line), column \(self.column)" }
}
