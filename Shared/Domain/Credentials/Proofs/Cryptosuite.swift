public import Crypto
import JSON

/// How a document is brought into bytes, hashed and signed (Data Integrity 1.0 §3.1). A value, so that a further suite is one more constant.
public struct Cryptosuite: Sendable {
    /// As proofs name it.
    public let name: String
    /// Whether the proof carries the document's `@context` (the JCS suites).
    let carriesContext: Bool
    let transform: @Sendable (JSON) throws(ProofError) -> [UInt8]
    let hash: @Sendable ([UInt8]) -> [UInt8]
    let sign: @Sendable ([UInt8], SigningKey) throws(ProofError) -> [UInt8]
    let verify: @Sendable (_ signature: [UInt8], _ data: [UInt8], Multikey) throws(ProofError) -> Bool

    /// The suites that can be checked here.
    public static let known = [Cryptosuite.eddsaJCS2022]

    /// A suite by its name; nil is "could not check", never "forged".
    public static func named(_ name: String) -> Cryptosuite? {
        Self.known.first { $0.name == name }
    }

    /// Ed25519 over SHA-256 of the canonical JSON (Data Integrity EdDSA Cryptosuites 1.0 §3.3).
    public static let eddsaJCS2022 = Cryptosuite(
        name: "eddsa-jcs-2022",
        carriesContext: true,
        transform: { json throws(ProofError) in
            guard json.holdsOnlyExactNumbers else {
                throw .transformation("a whole number is too large for its last digits to be signed (RFC 7493 §2.2)")
            }
            do {
                return try json.canonicalBytes()
            } catch {
                throw .transformation("a number has no canonical form (RFC 8785 §3.2.2.3)")
            }
        },
        hash: { SHA256.hash(data: $0) },
        sign: { data, key throws(ProofError) in
            switch key {
            case .ed25519(let key): key.signature(for: data)
            }
        },
        verify: { signature, data, key throws(ProofError) in
            guard key.kind == .ed25519 else { throw .wrongKey }
            do {
                return try Curve25519.Signing.PublicKey(rawRepresentation: key.rawRepresentation).isValidSignature(signature, for: data)
            } catch {
                throw .wrongKey
            }
        })
}

extension JSON {
    /// Whether no whole number would lose digits in canonical form, where it becomes a double: a changed digit would still verify.
    fileprivate var holdsOnlyExactNumbers: Bool {
        switch self {
        case .number(let number):
            number.text.utf8.contains { [0x2e, 0x45, 0x65].contains($0) }
                || Int(number.text).map { $0 == Int(exactly: number.double) } == true
        case .array(let items): items.allSatisfy(\.holdsOnlyExactNumbers)
        case .object(let members): members.allSatisfy { $0.value.holdsOnlyExactNumbers }
        default: true
        }
    }
}

/// What an issuer signs with.
public enum SigningKey: Sendable {
    case ed25519(Curve25519.Signing.PrivateKey)

    /// The public half.
    public var multikey: Multikey {
        switch self {
        case .ed25519(let key): Multikey(key.publicKey)
        }
    }
}
