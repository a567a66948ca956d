/// A password or key from outside: it prints as `***` wherever it is printed.
public struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The most bytes that a secret's file may have.
    public static let sizeLimit = 65_536

    /// The secret itself.
    public let bytes: [UInt8]

    /// A secret from its bytes.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The secret as text, where a library wants text; nil when it is not UTF-8.
    public var text: String? { String(validating: self.bytes, as: UTF8.self) }

    /// `***`
    public var description: String { "***" }
    /// `***`
    public var debugDescription: String { "***" }
    /// Nothing: `dump` shows no secret either.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

extension ValueFormat where Value == Secret {
    /// A password or key. It comes from the environment, or from a file that is named instead; a flag would show it to everybody on the machine.
    public static var secret: ValueFormat {
        ValueFormat(
            "a secret", placeholder: "SECRET", kind: .secret, read: { $0.isEmpty ? nil : Secret(Array($0.utf8)) }, write: { _ in "***" })
    }
}
