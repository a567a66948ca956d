public import HTTP
public import JSON

/// An answer that says no, for people and for programs (RFC 9457).
///
/// `throw Problem(.conflict, "already-issued", "This learner already holds this achievement.")`
public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
    /// What every type begins with; the code follows.
    public static let typePrefix = "urn:cairn:problem:"

    /// The status to answer with.
    public let status: HTTPStatus
    /// What kind of problem it is, for programs; it never changes its meaning: `already-issued`.
    public let code: String
    /// What happened and what to do, for people; holds nothing of a person's record.
    public let sentence: String
    /// What is wrong with single values of the body.
    public let fields: [Field]
    /// Fields that belong to the answer, such as `Retry-After`.
    public let headers: HTTPFields

    /// What is wrong with one value of the body.
    public struct Field: Sendable, Hashable {
        /// The way to the value, or to where it should be.
        public let pointer: JSONPointer
        /// What is wrong with it, as a sentence.
        public let sentence: String

        /// A fault from its parts.
        public init(_ pointer: JSONPointer, _ sentence: String) {
            self.pointer = pointer
            self.sentence = sentence
        }
    }

    /// A problem from its parts. Codes are made of a-z, 0-9 and hyphens.
    public init(_ status: HTTPStatus, _ code: String, _ sentence: String, fields: [Field] = [], headers: HTTPFields = [:]) {
        precondition(
            code.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }, "a code is made of a-z, 0-9 and hyphens"
        )
        self.status = status
        self.code = code
        self.sentence = sentence
        self.fields = fields
        self.headers = headers
    }

    /// The document of RFC 9457 §3, with the trace that support can be told.
    public func json(trace: String?) -> JSON {
        .object(omittingNil: [
            "type": .string(Self.typePrefix + self.code), "status": self.status.code.json, "detail": self.sentence.json,
            "code": self.code.json, "errors": self.fields.isEmpty ? nil : .array(self.fields.map(\.json)), "trace": trace?.json,
        ])
    }

    /// Status, code and sentence.
    public var description: String { "\(self.status) \(self.code): \(self.sentence)" }
}

extension Problem.Field {
    /// The pointer stands as the fragment of a URI, as in the example of RFC 9457 §3 (RFC 6901 §6).
    fileprivate var json: JSON {
        ["pointer": .string("#" + Self.fragment(self.pointer.description)), "detail": self.sentence.json]
    }

    private static func fragment(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let bytes = text.utf8.flatMap { byte -> [UInt8] in
            let isPlain =
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || "-._~!$&'()*+,;=:@/?".utf8.contains(byte)
            return isPlain ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
