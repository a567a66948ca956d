/// What is wrong with JSON that is well formed but not what a Swift type needs: one or more places, each for people and for programs.
///
/// It never holds the content of a string or number of the document.
public struct JSONDecodingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// An error lists at most so many places; the rest of a long document is not looked at.
    public static let maxIssues = 20

    /// The places in the order of the document, at least one.
    public private(set) var issues: [Issue]

    /// One thing that is wrong.
    public struct Issue: Sendable, Hashable, CustomStringConvertible {
        /// What is wrong.
        public enum Kind: Sendable, Hashable {
            /// A member that must be there is not.
            case missing
            /// A member that the reader does not know.
            case unknown
            /// A value of another kind, or one that does not suit.
            case mismatch(expected: String, found: JSONKind)
        }

        /// What is wrong.
        public let kind: Kind
        /// The way to the value, or to where it should be.
        public let pointer: JSONPointer
        /// Where it is; of a missing member, where the object starts.
        public let position: JSONPosition

        /// One sentence with pointer, place and remedy.
        public var description: String {
            let what = self.pointer == .root ? "the document" : self.pointer.shown
            return switch self.kind {
            case .missing: "\(what) is missing in the object at \(self.position)"
            case .unknown: "\(what) (\(self.position)) is not known here; take it out or correct its name"
            case .mismatch(let expected, let found): "\(what) (\(self.position)) must be \(expected) and is \(found)"
            }
        }
    }

    init(_ issues: [Issue]) {
        self.issues = Array(issues.prefix(Self.maxIssues))
    }

    /// The sentences, one after another.
    public var description: String { self.issues.map(\.description).joined(separator: "; ") }
}

extension JSONView {
    /// The error of a value that does not suit. `expected` completes "must be ...": "a date such as 2026-11-24".
    public func mismatch(expected: String) -> JSONDecodingError {
        let found = JSONDecodingError.Issue.Kind.mismatch(expected: expected, found: self.kind)
        return JSONDecodingError([JSONDecodingError.Issue(kind: found, pointer: self.pointer, position: self.position)])
    }
}
