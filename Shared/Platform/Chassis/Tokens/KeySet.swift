import Crypto
import JSON

/// The keys that tokens may be signed by, as a JWK set (RFC 7517 §5).
public struct KeySet: Sendable {
    /// The most keys of a set.
    public static let limit = 32
    /// The most bytes of its file.
    public static let sizeLimit = 65_536

    private let keys: [String: VerificationKey]

    /// A set of keys whose ids differ.
    public init(_ keys: [VerificationKey]) throws(KeySetError) {
        guard keys.count <= Self.limit else { throw KeySetError("there are \(keys.count) keys; at most \(Self.limit) are taken") }
        var byID: [String: VerificationKey] = [:]
        for key in keys where byID.updateValue(key, forKey: key.id) != nil { throw KeySetError("two keys are called \(key.id)") }
        self.keys = byID
    }

    /// Reads a JWK set. Keys for other uses than signatures are passed over; a private key among public ones is an accident, and refused.
    public init(parsing bytes: [UInt8]) throws(KeySetError) {
        let json: JSON
        do {
            json = try JSON(parsing: bytes, limits: JSONLimits(maxBytes: Self.sizeLimit, maxDepth: 8))
        } catch {
            throw KeySetError("it is no JSON: \(error)")
        }
        guard let entries = json["keys"]?.array else { throw KeySetError("it has no list \"keys\"") }
        guard entries.count <= Self.limit else { throw KeySetError("there are \(entries.count) keys; at most \(Self.limit) are taken") }
        var keys: [VerificationKey] = []
        for (index, entry) in entries.enumerated() where entry["use"] == nil || entry["use"] == "sig" {
            keys.append(try Self.key(entry, index))
        }
        try self.init(keys)
    }

    /// The key of an id.
    public subscript(id: String) -> VerificationKey? { self.keys[id] }

    /// How many keys there are.
    public var count: Int { self.keys.count }

    private static func key(_ entry: JSON, _ index: Int) throws(KeySetError) -> VerificationKey {
        guard let id = entry["kid"]?.string, !id.isEmpty, id.utf8.count <= 200 else { throw KeySetError("key \(index) has no \"kid\"") }
        guard entry["d"] == nil, entry["k"] == nil else { throw KeySetError("the key \(id) is private; only public keys belong here") }
        func bytes(_ name: String) throws(KeySetError) -> [UInt8] {
            do {
                guard let text = entry[name]?.string else { throw CryptoError.invalidKey("it is missing") }
                return try Base64.url.decode(text)
            } catch {
                throw KeySetError("\"\(name)\" of the key \(id) cannot be read: \(error)")
            }
        }
        let key: VerificationKey
        switch (entry["kty"]?.string, entry["crv"]?.string) {
        case ("OKP", "Ed25519"): key = try VerificationKey(id: id, ed25519: bytes("x"))
        case ("EC", "P-256"): key = try VerificationKey(id: id, p256X: bytes("x"), y: bytes("y"))
        case ("RSA", _): key = try VerificationKey(id: id, rsaModulus: bytes("n"), exponent: bytes("e"))
        default: throw KeySetError("the key \(id) is of a kind that is not used here; Ed25519, P-256 and RSA are")
        }
        if let algorithm = entry["alg"]?.string, algorithm != key.algorithm.rawValue {
            throw KeySetError("the key \(id) is for \(algorithm); a key of its kind is used for \(key.algorithm.rawValue) only")
        }
        return key
    }
}

/// Why a set of keys can't be used.
public struct KeySetError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, as it completes "the key set can't be used:".
    public let reason: String

    init(_ reason: String) {
        self.reason = reason
    }

    /// One sentence.
    public var description: String { "the key set can't be used: \(self.reason)" }
}
