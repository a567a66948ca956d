import Crypto
public import JSON

/// Who earned a badge, without saying it: a salted hash that only somebody who knows the identity can recognise (Open Badges 3.0, IdentityObject).
public struct RecipientIdentifier: Sendable, Hashable {
    /// What kind of identity was hashed.
    public enum Kind: String, Sendable {
        case emailAddress, sourcedId, systemId, userName, accountId, nationalIdentityNumber
        /// A student number of the issuing college.
        case studentNumber = "ext:studentNumber"
    }

    /// What kind of identity was hashed.
    public let kind: Kind
    /// `sha256$` and the hash in hexadecimal digits.
    public let hash: String
    /// What was put behind the identity before hashing; empty when nothing was.
    public let salt: String

    /// The hash of an identity. The salt comes from the caller's random source.
    public init(of identity: String, kind: Kind, salt: String) {
        self.kind = kind
        self.salt = salt
        self.hash = "sha256$" + Hex.encode(SHA256.hash(data: Array((identity + salt).utf8)))
    }

    /// Whether this is the hash of an identity, letter by letter: upper and lower case differ.
    public func matches(_ identity: String) -> Bool {
        RecipientIdentifier(of: identity, kind: self.kind, salt: self.salt).hash == self.hash
    }

    /// The identity object.
    public var json: JSON {
        .object(omittingNil: [
            "type": "IdentityObject", "hashed": true, "identityHash": .string(self.hash), "identityType": .string(self.kind.rawValue),
            "salt": self.salt.isEmpty ? Optional.none : .string(self.salt),
        ])
    }
}
