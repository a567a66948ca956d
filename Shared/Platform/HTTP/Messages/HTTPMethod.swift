/// What a request asks to be done (RFC 9110 §9). Case matters.
public struct HTTPMethod: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The token as it stands in the request line.
    public let rawValue: String

    /// Nil when the text is no token.
    public init?(rawValue: String) {
        guard rawValue.isToken else { return nil }
        self.rawValue = rawValue
    }

    private init(known: String) {
        self.rawValue = known
    }

    /// Asks for a representation.
    public static let get = HTTPMethod(known: "GET")
    /// Asks for the head that GET would have.
    public static let head = HTTPMethod(known: "HEAD")
    /// Hands something in.
    public static let post = HTTPMethod(known: "POST")
    /// Puts something in place of what is there.
    public static let put = HTTPMethod(known: "PUT")
    /// Changes a part of what is there.
    public static let patch = HTTPMethod(known: "PATCH")
    /// Takes away what is there.
    public static let delete = HTTPMethod(known: "DELETE")
    /// Asks what may be asked.
    public static let options = HTTPMethod(known: "OPTIONS")

    /// Stands for every method without a name here, in metrics.
    static let other = HTTPMethod(known: "other")

    /// The methods with a name here. A metric counts every other one as one, since clients can make up any number.
    static let known: Set<HTTPMethod> = [.get, .head, .post, .put, .patch, .delete, .options]

    /// The token.
    public var description: String { self.rawValue }
}

extension String {
    /// RFC 9110 §5.6.2: the characters of a method or of a field name.
    var isToken: Bool {
        !self.isEmpty && self.utf8.allSatisfy { $0 < 128 && Self.tokenBytes[Int($0)] }
    }

    private static let tokenBytes: [Bool] = (0..<128).map { (byte: UInt8) in
        switch byte {
        case 48...57, 65...90, 97...122: true
        case 33, 35, 36, 37, 38, 39, 42, 43, 45, 46, 94, 95, 96, 124, 126: true
        default: false
        }
    }

    /// Equal when the case of ASCII letters does not count.
    func equalsIgnoringCase(_ other: String) -> Bool {
        self.utf8.count == other.utf8.count && zip(self.utf8, other.utf8).allSatisfy { $0 == $1 || $0.lowercased == $1.lowercased }
    }
}

extension UInt8 {
    /// The lower-case letter of an ASCII capital; every other byte as it is.
    var lowercased: UInt8 { (65...90).contains(self) ? self | 0x20 : self }
}
