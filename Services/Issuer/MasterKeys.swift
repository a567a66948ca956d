import Crypto

/// Seals secrets that lie in the database, under a key that does not.
///
/// Two keys may be given, so that one can be changed: the first seals, both open. What is sealed names its key, and is bound to the place where it
/// lies, so that no row's secret passes for another's.
struct MasterKeys: Sendable {
    /// A secret as the database holds it.
    struct Sealed: Sendable, Equatable {
        let keyID: String
        let bytes: [UInt8]
    }

    private let keys: [(id: String, key: SymmetricKey)]

    /// The key that seals, and one that was in use before it. Each is written `name:` and 32 bytes in hexadecimal digits.
    init(_ current: String, previous: String? = nil) throws(IssuerError) {
        var keys = [try Self.read(current)]
        if let previous { keys.append(try Self.read(previous)) }
        guard Set(keys.map(\.id)).count == keys.count else { throw .badMasterKey("two master keys have one name") }
        self.keys = keys
    }

    /// Seals bytes for one place, such as `signing_key/7/<id>`.
    func seal(_ secret: [UInt8], for place: String, random: some RandomSource) throws(CryptoError) -> Sealed {
        let (id, key) = self.keys[0]
        let box = try AES.GCM.seal(secret, using: key, noncesFrom: random, authenticating: Array(place.utf8))
        return Sealed(keyID: id, bytes: box.combined)
    }

    /// The bytes that were sealed for this place.
    func open(_ sealed: Sealed, for place: String) throws -> [UInt8] {
        guard let (_, key) = self.keys.first(where: { $0.id == sealed.keyID }) else {
            throw IssuerError.badMasterKey("a secret was sealed with the master key \"\(sealed.keyID)\", which is not configured")
        }
        return try AES.GCM.open(AES.GCM.SealedBox(combined: sealed.bytes), using: key, authenticating: Array(place.utf8))
    }

    private static func read(_ text: String) throws(IssuerError) -> (id: String, key: SymmetricKey) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let wanted = "a master key is written NAME:KEY, the key as 64 hexadecimal digits"
        guard parts.count == 2, !parts[0].isEmpty else { throw .badMasterKey(wanted) }
        do {
            let bytes = try Hex.decode(String(parts[1]))
            guard bytes.count == 32 else { throw IssuerError.badMasterKey(wanted) }
            return (String(parts[0]), SymmetricKey(data: bytes))
        } catch {
            throw .badMasterKey(wanted)
        }
    }
}
