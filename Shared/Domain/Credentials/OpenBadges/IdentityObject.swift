import Crypto
public import JSON

/// Who a badge of anybody's was given to, as it stands there (Open Badges 3.0, IdentityObject): a text, or its hash.
///
/// To be recognised, the person's identity is needed: a hash says nothing by itself. `RecipientIdentifier` is what is issued here.
public struct IdentityObject: Sendable, Hashable {
    /// How the identity stands there.
    public enum Form: Sendable, Hashable {
        case plain
        case sha256
        /// Of badges from before 3.0, never issued here.
        case md5
    }

    /// What kind of identity it is: `emailAddress`, `studentNumber` and so on, or a word of somebody's own after `ext:`.
    public let identityType: String
    /// How it stands there.
    public let form: Form
    /// The identity, or the hash in hexadecimal digits.
    private let value: String
    private let salt: String

    /// Reads an identity object; nil when its hash is of a kind that is not known, or the object is none.
    public init?(_ json: JSON) {
        let types = json["type"].map { $0.array ?? [$0] } ?? []
        guard types.contains("IdentityObject"), let type = json["identityType"]?.string, case .bool(let isHashed)? = json["hashed"],
            let text = json["identityHash"]?.string
        else { return nil }
        if let salt = json["salt"], salt.string == nil { return nil }
        self.identityType = type
        self.salt = json["salt"]?.string ?? ""
        guard isHashed else {
            self.form = .plain
            self.value = text
            return
        }
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 2, let (form, count) = Self.hashes[String(parts[0])], parts[1].utf8.count == 2 * count,
            parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) })
        else { return nil }
        self.form = form
        self.value = parts[1].lowercased()
    }

    /// Whether this is an identity, letter by letter: upper and lower case differ.
    public func matches(_ identity: String) -> Bool {
        let text = Array((identity + self.salt).utf8)
        return switch self.form {
        case .plain: self.value.utf8.elementsEqual(identity.utf8)
        case .sha256: self.value == Hex.encode(SHA256.hash(data: text))
        case .md5: self.value == Hex.encode(Insecure.MD5.hash(data: text))
        }
    }

    private static let hashes: [String: (Form, byteCount: Int)] = ["sha256": (.sha256, 32), "md5": (.md5, 16)]
}
