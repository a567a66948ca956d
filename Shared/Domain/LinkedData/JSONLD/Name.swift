import Glibc

/// A text that is told from others by its bytes.
///
/// JSON names and IRIs are equal when their code points are (RFC 3987 §5.3.1); two Swift strings are equal when they are canonically equivalent.
struct Name: Hashable, Sendable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (left: Name, right: Name) -> Bool {
        left.text.isSame(as: right.text)
    }

    func hash(into hasher: inout Hasher) {
        var text = self.text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension String {
    /// Whether both have the same bytes.
    func isSame(as other: String) -> Bool {
        guard self.utf8.count == other.utf8.count else { return false }
        var mine = self
        var theirs = other
        return mine.withUTF8 { mine in
            theirs.withUTF8 { theirs in
                mine.isEmpty || memcmp(mine.baseAddress!, theirs.baseAddress!, mine.count) == 0
            }
        }
    }

    /// Whether this text comes first in code point order, which for UTF-8 is the order of the bytes.
    func precedes(_ other: String) -> Bool {
        self.utf8.lexicographicallyPrecedes(other.utf8)
    }

    /// Whether the first bytes of this text are another's.
    func begins(with other: String) -> Bool {
        self.utf8.starts(with: other.utf8)
    }
}
