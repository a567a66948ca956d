/// A named log, and what its records are keyed by.
public struct Topic: Sendable, Hashable, CustomStringConvertible {
    /// What decides in which partition a record lies, and so beside which others it keeps its order.
    public enum KeyKind: String, Sendable, Hashable, CaseIterable {
        /// The aggregate's id.
        case subject
        /// The learner it is about: `college:person`.
        case person
    }

    /// Its name without an installation's prefix: `cairn.credential.v1`.
    public let name: String
    /// What its records are keyed by.
    public let keyKind: KeyKind

    /// A topic of the program's own.
    public init(_ name: String, keyedBy keyKind: KeyKind) {
        self.name = name
        self.keyKind = keyKind
    }

    /// Its name.
    public var description: String { self.name }
}
